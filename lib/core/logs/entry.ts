import * as z from 'zod'

/** One line of a log. `source` is a deploy phase or `<process>.<index>`. */
export const logEntry = z.object({
  n: z.number().int(),
  at: z.string(),
  source: z.string(),
  stream: z.enum(['stdout', 'stderr', 'system']),
  text: z.string(),
})
export type LogEntry = z.infer<typeof logEntry>
export type NewLogEntry = Omit<LogEntry, 'n'>

export const logQuery = z.object({
  /** Lines with a greater number. */
  after: z.coerce.number().int().min(0).optional(),
  /** Lines with a smaller number, the newest of them. */
  before: z.coerce.number().int().min(1).optional(),
  limit: z.coerce.number().int().min(1).max(5000).default(1000),
  /** Case-insensitive substring. */
  search: z.string().max(200).optional(),
  source: z.string().max(80).optional(),
})
export type LogQuery = z.infer<typeof logQuery>

export const logPage = z.object({
  entries: z.array(logEntry),
  /** Number of the last line there is, matching or not. */
  last: z.number().int(),
  /** Number of the oldest line still kept. */
  first: z.number().int(),
})
export type LogPage = z.infer<typeof logPage>

/** Longest line kept, in characters; the rest is cut and said. */
export const MAX_LINE = 16_384
