import { isAlarming, usedPercent } from '@/lib/core/cleanup/disk-alarm'
import { readPolicy } from '../cleanup/policy'
import { writeAudit } from '../mutate'
import { isUniqueConflict } from '../transactions'
import type { WorkerContext } from '../worker-context'
import type { WorkerReport } from './schema'

/** An alarm that no worker confirms for this long is of a server that is gone or has another name. */
const FORGET_MS = 60 * 60_000

/**
 * Turns the disk alarm of this server on or off by what its worker saw. Each crossing is said once, in the log and in
 * the activity; the sweep cleans up while the alarm is on.
 */
export async function watchDisk(ctx: WorkerContext, report: WorkerReport): Promise<void> {
  const { hostname } = report
  const fullest = report.disks
    .map(({ folder, ...disk }) => ({ folder, percent: usedPercent(disk) }))
    .reduce((a, b) => (b.percent > a.percent ? b : a))
  const percent = Math.floor(fullest.percent)
  const { diskAlarmPercent } = await readPolicy(ctx.db)
  const before = await ctx.db.diskAlarm.findUnique({ where: { hostname } })
  const now = isAlarming(fullest.percent, diskAlarmPercent, before !== null)
  const details = { hostname, folder: fullest.folder, percent, alarmPercent: diskAlarmPercent }
  if (now && !before) await begin(ctx, details)
  else if (now) await confirm(ctx, details)
  else if (before) await end(ctx, details)
  const longAgo = new Date(ctx.clock.now().getTime() - FORGET_MS)
  await ctx.db.diskAlarm.deleteMany({ where: { seenAt: { lt: longAgo } } })
}

interface Details {
  hostname: string
  folder: string
  percent: number
  alarmPercent: number
}

async function begin(ctx: WorkerContext, details: Details): Promise<void> {
  const { hostname, folder, percent } = details
  const at = ctx.clock.now()
  try {
    await ctx.db.$transaction(async tx => {
      await tx.diskAlarm.create({ data: { hostname, folder, percent, since: at, seenAt: at } })
      await writeAudit(ctx, tx, auditOf('disk.alarm', details))
    })
  } catch (error) {
    // Another worker of this server was faster, and has said so.
    if (isUniqueConflict(error)) return
    throw error
  }
  ctx.log.warn(details, 'the disk is nearly full; cleaning up')
}

async function confirm(ctx: WorkerContext, { hostname, folder, percent }: Details): Promise<void> {
  await ctx.db.diskAlarm.updateMany({
    where: { hostname },
    data: { folder, percent, seenAt: ctx.clock.now() },
  })
}

async function end(ctx: WorkerContext, details: Details): Promise<void> {
  const ended = await ctx.db.$transaction(async tx => {
    const { count } = await tx.diskAlarm.deleteMany({ where: { hostname: details.hostname } })
    if (count > 0) await writeAudit(ctx, tx, auditOf('disk.alarm-end', details))
    return count > 0
  })
  if (ended) ctx.log.info(details, 'the disk has room again')
}

const auditOf = (verb: string, { hostname, ...detail }: Details) => ({
  verb,
  entityType: 'disk',
  entityId: hostname,
  entityName: hostname,
  detail: { ...detail, percent: `${detail.percent} %`, alarmPercent: `${detail.alarmPercent} %` },
})
