import * as z from 'zod'

/** How much is kept on the server. One for the whole installation. */
export const cleanupPolicy = z.object({
  /** Newest releases of every app in every environment whose images stay. */
  keepReleases: z
    .number()
    .int('must be a whole number')
    .min(1, 'must be at least 1')
    .max(200, 'must be at most 200'),
  /** What the engine's build cache may take, in MB of 1024 kB. */
  buildCacheMb: z
    .number()
    .int('must be a whole number')
    .min(1000, 'must be at least 1,000')
    .max(10_000_000, 'must be at most 10,000,000'),
  /** Used share of a disk from which on Berth warns and cleans up. */
  diskAlarmPercent: z
    .number()
    .int('must be a whole number')
    .min(50, 'must be at least 50')
    .max(99, 'must be at most 99'),
})
export type CleanupPolicy = z.infer<typeof cleanupPolicy>

export const DEFAULT_POLICY: CleanupPolicy = { keepReleases: 10, buildCacheMb: 20_000, diskAlarmPercent: 85 }
