import * as z from 'zod'

/** What cleanup may remove. `build-record` is a row whose image is gone: it learns that, nothing is removed. */
export const CLEANUP_KINDS = [
  'image',
  'build-record',
  'build-cache',
  'network',
  'log',
  'mirror',
  'leftover',
  'volume',
] as const
export type CleanupKind = (typeof CLEANUP_KINDS)[number]

const fields = {
  kind: z.enum(CLEANUP_KINDS),
  /** Of the thing itself: an image's id, a network's name, a build's id, a file's path. */
  id: z.string(),
  /** For people. */
  name: z.string(),
  /** Bytes; null where nobody knows. Of an image only what it shares with no other, where the engine says so. */
  sizeBytes: z.number().nullable(),
  /** Why it may go, or why it stays; a sentence. */
  reason: z.string(),
}
export const cleanupItem = z.object(fields)
export type CleanupItem = z.infer<typeof cleanupItem>

/** What may go, and what stays and why, at one moment. */
export const cleanupPlan = z.object({ remove: z.array(cleanupItem), keep: z.array(cleanupItem) })
export type CleanupPlan = z.infer<typeof cleanupPlan>

/** What became of an item. `kept`: it was needed again, or something uses it. */
export const cleanupOutcome = z.object({
  state: z.enum(['removed', 'kept', 'failed']),
  note: z.string().nullable(),
  freedBytes: z.number(),
})
export type CleanupOutcome = z.infer<typeof cleanupOutcome>

export const totalBytes = (items: { sizeBytes: number | null }[]) =>
  items.reduce((sum, { sizeBytes }) => sum + (sizeBytes ?? 0), 0)
