'use client'

import { useSyncExternalStore } from 'react'

/** One clock for all relative times of a page: a page of 200 rows has one timer, not 200. */
function clock(stepMs: number) {
  let now = Date.now()
  let timer: ReturnType<typeof setInterval> | undefined
  const listeners = new Set<() => void>()
  const tick = () => {
    now = Date.now()
    for (const listener of listeners) listener()
  }
  return {
    subscribe: (listener: () => void) => {
      if (listeners.size === 0) timer = setInterval(tick, stepMs)
      listeners.add(listener)
      return () => {
        listeners.delete(listener)
        if (listeners.size === 0) clearInterval(timer)
      }
    },
    read: () => now,
    onServer: () => (typeof window === 'undefined' ? Date.now() : now),
  }
}

const slow = clock(10_000)
const fast = clock(500)

/** The time in ms, renewed every ten seconds; `fast`: twice a second, for durations under way. */
export function useNow(speed: 'slow' | 'fast' = 'slow'): number {
  const { subscribe, read, onServer } = speed === 'fast' ? fast : slow
  return useSyncExternalStore(subscribe, read, onServer)
}
