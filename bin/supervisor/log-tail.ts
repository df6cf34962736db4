import { closeSync, openSync, readSync, statSync } from 'node:fs'

const MAX_BYTES = 4000
const MAX_LINES = 20

export const logSize = (file: string): number => statSync(file, { throwIfNoEntry: false })?.size ?? 0

/** The last lines of what was written to `file` after the first `from` bytes. */
export function logTail(file: string, from: number): string {
  const size = logSize(file)
  const start = Math.max(from, size - MAX_BYTES)
  if (size <= start) return ''
  const buffer = Buffer.alloc(size - start)
  const descriptor = openSync(file, 'r')
  try {
    readSync(descriptor, buffer, 0, buffer.length, start)
  } finally {
    closeSync(descriptor)
  }
  return buffer.toString('utf8').trimEnd().split('\n').slice(-MAX_LINES).join('\n')
}
