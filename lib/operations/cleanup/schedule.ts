import { DEFAULT_POLICY } from '@/lib/core/cleanup/policy'
import { dueCleanup } from '@/lib/core/cleanup/schedule'
import type { WorkerContext } from '../worker-context'
import { insertCleanup } from './insert'

/** A row younger than this has its job on the way. */
const GRACE_MS = 5000

/** A duty of the sweep: wakes cleanups that nobody works on, and asks for the one that is due. */
export async function scheduleCleanup(ctx: WorkerContext): Promise<void> {
  const now = ctx.clock.now()
  const before = new Date(now.getTime() - GRACE_MS)
  const waiting = await ctx.db.$queryRaw<{ id: string }[]>`
    SELECT id FROM "CleanupRun" WHERE "finishedAt" IS NULL AND "createdAt" < ${before}
      AND ("leaseUntil" IS NULL OR "leaseUntil" < (now() at time zone 'utc'))`
  for (const { id } of waiting) await ctx.queue.enqueue('cleanup.run', { cleanupRunId: id }, { key: id })
  const trigger = dueCleanup({ now, ...(await facts(ctx, now)) })
  if (trigger) await insertCleanup(ctx, { trigger, dryRun: false })
}

/** When the policy was written down: a new installation is not cleaned up in its first minute. */
async function cleaningSince({ db }: WorkerContext, now: Date): Promise<Date> {
  const find = () => db.cleanupPolicy.findUnique({ where: { id: 1 }, select: { createdAt: true } })
  const row = await find()
  if (row) return row.createdAt
  const data = { id: 1, createdAt: now, ...DEFAULT_POLICY }
  await db.cleanupPolicy.createMany({ data, skipDuplicates: true })
  return (await find())?.createdAt ?? now
}

async function facts(ctx: WorkerContext, now: Date) {
  const { db } = ctx
  const newest = { orderBy: { createdAt: 'desc' }, select: { trigger: true, createdAt: true } } as const
  const [since, lastRun, lastFull, deployed, alarm] = await Promise.all([
    cleaningSince(ctx, now),
    db.cleanupRun.findFirst({ where: { dryRun: false }, ...newest }),
    db.cleanupRun.findFirst({ where: { dryRun: false, trigger: { not: 'DEPLOYMENT' } }, ...newest }),
    db.deployment.findFirst({
      where: { phase: 'SUCCEEDED', finishedAt: { not: null } },
      orderBy: { finishedAt: 'desc' },
      select: { finishedAt: true },
    }),
    db.diskAlarm.findFirst({ orderBy: { since: 'asc' } }),
  ])
  return {
    since,
    lastRun,
    lastFullRun: lastFull?.createdAt ?? null,
    lastSuccessfulDeployment: deployed?.finishedAt ?? null,
    alarmSince: alarm?.since ?? null,
  }
}
