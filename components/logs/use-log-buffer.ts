'use client'

import { useState, useSyncExternalStore } from 'react'
import type { LogEntry } from '@/lib/core/logs/entry'
import { LogBuffer } from './log-buffer'

/** A buffer that lives as long as the component, and its lines as they are now. */
export function useLogBuffer(initial: readonly LogEntry[]): {
  buffer: LogBuffer
  entries: readonly LogEntry[]
} {
  const [buffer] = useState(() => new LogBuffer(initial))
  return { buffer, entries: useSyncExternalStore(buffer.subscribe, buffer.read, buffer.read) }
}
