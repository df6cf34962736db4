import * as z from 'zod'
import { cleanupItem, cleanupOutcome } from '@/lib/core/cleanup/plan'
import { cleanupPolicy } from '@/lib/core/cleanup/policy'
import { CLEANUP_TRIGGERS } from '@/lib/core/cleanup/schedule'
import { id } from '@/lib/core/ids'
import { time } from '../common-schema'

/** What took room when a run looked at everything. Bytes. */
export const diskUsage = z.object({
  /** All layers of all images on the engine, ours or not. */
  images: z.number(),
  /** Images of ours. */
  imageCount: z.number().int(),
  buildCache: z.number(),
  logs: z.number(),
  mirrors: z.number(),
})
export type DiskUsage = z.infer<typeof diskUsage>

export const cleanupRunSummary = z.object({
  id: id('cleanupRun'),
  trigger: z.enum(CLEANUP_TRIGGERS),
  requestedBy: z.string(),
  /** Removes nothing: shows what would go. */
  dryRun: z.boolean(),
  status: z.enum(['PENDING', 'RUNNING', 'DONE', 'FAILED']),
  createdAt: time,
  finishedAt: time.nullable(),
  /** Of items that may go; null until it is known. */
  itemCount: z.number().int().nullable(),
  /** What its items take, of images only what no other image shares. */
  expendableBytes: z.number().nullable(),
  removedCount: z.number().int(),
  freedBytes: z.number(),
  usage: diskUsage.nullable(),
  problem: z.string().nullable(),
})
export type CleanupRunSummary = z.infer<typeof cleanupRunSummary>

export const cleanupRun = cleanupRunSummary.extend({
  items: z.array(cleanupItem.extend({ outcome: cleanupOutcome.nullable() })),
  /** What stays, and why. */
  kept: z.array(cleanupItem),
})
export type CleanupRun = z.infer<typeof cleanupRun>

export const getCleanupPolicy = { input: z.object({}), output: cleanupPolicy }
export const updateCleanupPolicy = { input: cleanupPolicy.partial(), output: cleanupPolicy }
export const previewCleanup = { input: z.object({}), output: cleanupRun }
export const startCleanup = { input: z.object({}), output: cleanupRun }
export const getCleanupRun = { input: z.object({ cleanupRunId: id('cleanupRun') }), output: cleanupRun }
/** The newest first; the last 30 are kept. */
export const listCleanupRuns = { input: z.object({}), output: z.object({ runs: z.array(cleanupRunSummary) }) }
