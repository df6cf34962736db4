import type { LogEntry, LogPage, LogQuery, NewLogEntry } from '@/lib/core/logs/entry'

/** Append-only line logs, one per name, numbered from 1 without gaps; the oldest lines go when the size limit is reached. */
export interface LogPort {
  /** Appends and returns the number of the last line. */
  append(name: string, entries: NewLogEntry[]): Promise<number>
  read(name: string, query: LogQuery): Promise<LogPage>
  last(name: string, count: number): Promise<LogEntry[]>
  remove(name: string): Promise<void>
  /** Every log there is, with the bytes it takes. */
  list(): Promise<{ name: string; sizeBytes: number }[]>
}
