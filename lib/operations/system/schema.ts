import * as z from 'zod'
import { time } from '../common-schema'

/** What a worker sees of its server; written with its heartbeat. Sizes in bytes. */
export const workerReport = z.object({
  hostname: z.string(),
  docker: z.object({ version: z.string().nullable(), error: z.string().nullable() }),
  proxy: z.object({ driver: z.string(), generation: z.number().int(), error: z.string().nullable() }),
  memory: z.object({ total: z.number(), available: z.number() }),
  disk: z.object({ total: z.number(), free: z.number() }),
  cpus: z.number().int(),
  load1: z.number(),
})
export type WorkerReport = z.infer<typeof workerReport>

export const systemStatus = {
  input: z.object({}),
  output: z.object({
    version: z.string(),
    publicUrl: z.string(),
    baseDomain: z.string(),
    workers: z.array(
      z.object({
        id: z.string(),
        alive: z.boolean(),
        startedAt: time,
        seenAt: time,
        report: workerReport.nullable(),
      }),
    ),
  }),
}
