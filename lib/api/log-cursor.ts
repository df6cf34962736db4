import type { LogPage } from '@/lib/core/logs/entry'
import type { StreamEvent } from './event-stream'

const BATCH_LINES = 500

/** Follows a log line by line from a number on. */
export class LogCursor {
  constructor(
    private after: number,
    private readonly read: (query: { after: number; limit: number }) => Promise<LogPage>,
  ) {}

  /** The next lines as one event, and whether more are there already. */
  async next(): Promise<{ events: StreamEvent[]; more: boolean }> {
    const page = await this.read({ after: this.after, limit: BATCH_LINES })
    const last = page.entries.at(-1)
    if (!last) return { events: [], more: false }
    this.after = last.n
    return { events: [{ event: 'log', id: last.n, data: page.entries }], more: last.n < page.last }
  }
}

/** The line after which a stream begins: what the browser last got, else `?after=`, else the beginning. */
export function firstLine(request: Request): number {
  const given = request.headers.get('last-event-id') ?? new URL(request.url).searchParams.get('after')
  const line = Number(given ?? 0)
  return Number.isSafeInteger(line) && line >= 0 ? line : 0
}
