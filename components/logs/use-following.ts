'use client'

import { type RefObject, useEffect, useRef, useState } from 'react'

/** In pixels from the end; still counts as the end. */
const NEAR_END = 40

export interface Following {
  /** The newest line when the reader left the end; null while the end is followed. */
  leftAt: number | null
  onScroll: () => void
  follow: () => void
  leave: () => void
}

/** Keeps a log at its end as lines come, until the reader scrolls up; at the end again it goes on. */
export function useFollowing(
  box: RefObject<HTMLElement | null>,
  newest: number,
  scrollToEnd: () => void,
): Following {
  const [leftAt, setLeftAt] = useState<number | null>(null)
  const top = useRef(0)
  const latest = useRef(scrollToEnd)
  useEffect(() => {
    latest.current = scrollToEnd
  })
  useEffect(() => {
    if (leftAt === null && newest > 0) latest.current()
  }, [newest, leftAt])
  const leave = () => setLeftAt(before => before ?? newest)
  const onScroll = () => {
    const element = box.current
    if (!element) return
    const before = top.current
    top.current = element.scrollTop
    // Lines that come or are measured move the end away too: only going up means that the reader left.
    if (element.scrollHeight - element.scrollTop - element.clientHeight < NEAR_END) setLeftAt(null)
    else if (element.scrollTop < before) leave()
  }
  return { leftAt, onScroll, follow: () => setLeftAt(null), leave }
}
