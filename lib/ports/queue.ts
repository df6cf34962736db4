import type { JobName, JobPayload } from '@/lib/core/jobs'

/** Wakes workers. Losing a job is no loss: sweeps find the row again. */
export interface QueuePort {
  /** A job with the same `key` that waits already is not added twice; an urgent one is taken before the others. */
  enqueue<N extends JobName>(
    name: N,
    payload: JobPayload<N>,
    options: { key: string; delayMs?: number; isUrgent?: boolean },
  ): Promise<void>
}
