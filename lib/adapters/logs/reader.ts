import type { LogEntry, LogPage, LogQuery } from '@/lib/core/logs/entry'
import { countLines, readLine } from './line'
import { listSegments, type Segment, segmentText } from './segments'

const DEFAULT_LIMIT = 1000

/** A page of a log: lines after a number from the oldest on, or before a number from the newest back. */
export async function readPage(folder: string, query: Partial<LogQuery>): Promise<LogPage> {
  const segments = await listSegments(folder)
  const forward = query.before === undefined
  const candidates = segmentsFor(segments, query)
  const limit = query.limit ?? DEFAULT_LIMIT
  const find = finder(query)
  const texts = new Map<Segment, string>()
  let entries: LogEntry[] = []
  for (const segment of forward ? candidates : candidates.toReversed()) {
    if (entries.length >= limit) break
    const text = await segmentText(segment)
    texts.set(segment, text)
    const missing = limit - entries.length
    const found = find(text, segment.first, forward ? missing : Number.POSITIVE_INFINITY)
    entries = forward ? [...entries, ...found] : [...found.slice(-missing), ...entries]
  }
  return { entries, first: segments[0]?.first ?? 1, last: await lastOf(segments, texts) }
}

/** The newest `count` lines, oldest first. */
export const readLast = async (folder: string, count: number): Promise<LogEntry[]> =>
  (await readPage(folder, { before: Number.MAX_SAFE_INTEGER, limit: count })).entries

/** Those that can hold lines between `after` and `before`: each ends where the next begins. */
function segmentsFor(segments: Segment[], { after = 0, before }: Partial<LogQuery>): Segment[] {
  return segments.filter((segment, index) => {
    const next = segments[index + 1]
    return (next === undefined || next.first > after + 1) && (before === undefined || segment.first < before)
  })
}

async function lastOf(segments: Segment[], texts: Map<Segment, string>): Promise<number> {
  const segment = segments.at(-1)
  if (!segment) return 0
  return segment.first - 1 + countLines(texts.get(segment) ?? (await segmentText(segment)))
}

/** Returns a function that finds up to `count` matching lines of a segment, from its start. */
function finder({ after = 0, before = Number.POSITIVE_INFINITY, search, source }: Partial<LogQuery>) {
  const wanted = search?.toLowerCase() ?? ''
  // As it is written in the file: whole segments and lines are dismissed before anything is parsed.
  const needle = JSON.stringify(wanted).slice(1, -1)
  const mayHave = (text: string) => needle === '' || text.toLowerCase().includes(needle)
  return (text: string, first: number, count: number): LogEntry[] => {
    const found: LogEntry[] = []
    if (!mayHave(text)) return found
    let start = 0
    for (let n = first; start < text.length && found.length < count && n < before; n++) {
      const end = text.indexOf('\n', start)
      const [from, to] = [start, end]
      start = end + 1
      if (n <= after) continue
      const line = text.slice(from, to)
      const entry = mayHave(line) ? readLine(line, n) : null
      if (!entry || (source !== undefined && entry.source !== source)) continue
      if (entry.text.toLowerCase().includes(wanted)) found.push(entry)
    }
    return found
  }
}
