import { cutLine } from '@/lib/core/logs/cut-line'
import { type LogEntry, logEntry, type NewLogEntry } from '@/lib/core/logs/entry'

const storedEntry = logEntry.omit({ n: true })

/** One line of a segment. Its number is its place: that of the segment's first line plus the lines before it. */
export const writeLine = ({ at, source, stream, text }: NewLogEntry): string =>
  `${JSON.stringify({ at, source, stream, text: cutLine(text) })}\n`

/** null for a line that a failing disk has damaged. */
export function readLine(line: string, n: number): LogEntry | null {
  try {
    return { n, ...storedEntry.parse(JSON.parse(line)) }
  } catch {
    // The rest of the log is worth showing.
    return null
  }
}

export function countLines(text: string): number {
  let count = 0
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) count++
  return count
}
