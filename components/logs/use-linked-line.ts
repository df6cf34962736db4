'use client'

import { useEffect, useRef, useState } from 'react'

/** The line of the address (`#L120`). `onLink`: at first and whenever another is chosen, not when lines come. */
export function useLinkedLine(onLink: (line: number) => void): number | null {
  const [line, setLine] = useState<number | null>(null)
  const latest = useRef(onLink)
  useEffect(() => {
    latest.current = onLink
  })
  useEffect(() => {
    const read = () => {
      const match = /^#L(\d+)$/.exec(window.location.hash)
      setLine(match ? Number(match[1]) : null)
    }
    read()
    window.addEventListener('hashchange', read)
    return () => window.removeEventListener('hashchange', read)
  }, [])
  useEffect(() => {
    if (line !== null) latest.current(line)
  }, [line])
  return line
}
