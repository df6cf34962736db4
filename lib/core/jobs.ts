import * as z from 'zod'

/** Every job: its payload (ids only), how often it is tried, and the pause before the next try. */
export const JOBS = {
  'deployment.run': {
    payload: z.object({ deploymentId: z.string() }),
    attempts: 5,
    backoffMs: 1000,
    concurrency: 8,
  },
  'inspection.run': {
    payload: z.object({ inspectionId: z.string() }),
    attempts: 2,
    backoffMs: 1000,
    concurrency: 4,
  },
  'comparison.run': {
    payload: z.object({ comparisonId: z.string() }),
    attempts: 2,
    backoffMs: 1000,
    concurrency: 4,
  },
  'app-environment.stop': {
    payload: z.object({ appEnvironmentId: z.string() }),
    attempts: 5,
    backoffMs: 2000,
    concurrency: 4,
  },
  'routes.refresh': { payload: z.object({}), attempts: 5, backoffMs: 500, concurrency: 1 },
  'cleanup.run': {
    payload: z.object({ cleanupRunId: z.string() }),
    attempts: 3,
    backoffMs: 5000,
    concurrency: 1,
  },
  'app.remove': { payload: z.object({ appId: z.string() }), attempts: 10, backoffMs: 5000, concurrency: 2 },
} as const

export type JobName = keyof typeof JOBS
export type JobPayload<N extends JobName> = z.infer<(typeof JOBS)[N]['payload']>
