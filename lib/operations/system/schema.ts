import * as z from 'zod'
import { time } from '../common-schema'

/** What a worker sees of its server; written with its heartbeat. Sizes in bytes. */
export const workerReport = z.object({
  hostname: z.string(),
  docker: z.object({ version: z.string().nullable(), error: z.string().nullable() }),
  proxy: z.object({ driver: z.string(), generation: z.number().int(), error: z.string().nullable() }),
  memory: z.object({ total: z.number(), available: z.number() }),
  /** Where Berth keeps its data, and where the engine keeps images, if that is another disk. */
  disks: z
    .array(z.object({ folder: z.string(), total: z.number(), free: z.number(), used: z.number() }))
    .min(1),
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
    /** Disks that are fuller than the cleanup policy allows. */
    diskAlarms: z.array(
      z.object({
        hostname: z.string(),
        folder: z.string(),
        since: time,
        percent: z.number().int(),
        alarmPercent: z.number().int(),
      }),
    ),
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
