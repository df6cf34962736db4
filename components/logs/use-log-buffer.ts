'use client'

import { useState, useSyncExternalStore } from 'react'
import type { LogEntry } from '@/lib/core/logs/entry'
import { LogBuffer } from './log-buffer'

const NONE: readonly LogEntry[] = []

/** A buffer that lives as long as the component, and its lines as they are now. */
export function useLogBuffer(initial: LogEntry[]): { buffer: LogBuffer; entries: readonly LogEntry[] } {
  const [buffer] = useState(() => new LogBuffer(initial))
  const entries = useSyncExternalStore(buffer.subscribe, buffer.read, () =>
    initial.length > 0 ? initial : NONE,
  )
  return { buffer, entries }
}
