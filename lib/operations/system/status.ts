import { readPolicy } from '../cleanup/policy'
import { defineOperation } from '../define'
import * as schema from './schema'

/** A worker that did not beat for this long is not there. It beats every 10 s. */
const ALIVE_MS = 30_000

/** Berth itself: its version, its address, and its workers with what each sees of its server. */
export const systemStatus = defineOperation({
  name: 'system.status',
  access: { kind: 'user' },
  ...schema.systemStatus,
  async run(ctx) {
    const [rows, alarms, { diskAlarmPercent }] = await Promise.all([
      ctx.db.workerHeartbeat.findMany({ orderBy: { startedAt: 'asc' } }),
      ctx.db.diskAlarm.findMany({ orderBy: { since: 'asc' } }),
      readPolicy(ctx.db),
    ])
    const now = ctx.clock.now().getTime()
    const { version, publicUrl, baseDomain } = ctx.settings
    return {
      version,
      publicUrl,
      baseDomain,
      diskAlarms: alarms.map(({ since, ...alarm }) => ({
        ...alarm,
        since: since.toISOString(),
        alarmPercent: diskAlarmPercent,
      })),
      workers: rows.map(({ id, startedAt, seenAt, report }) => ({
        id,
        alive: now - seenAt.getTime() <= ALIVE_MS,
        startedAt: startedAt.toISOString(),
        seenAt: seenAt.toISOString(),
        report: schema.workerReport.nullable().catch(null).parse(report),
      })),
    }
  },
})
