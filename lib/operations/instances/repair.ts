import { Prisma } from '@/lib/adapters/db/generated/client'
import { EngineUnavailable } from '@/lib/core/errors'
import { observedOf, repairPauseMs, repairSentence } from '@/lib/core/run/observed'
import { exitsWith } from '@/lib/core/run/restart-loop'
import { StartRefused } from '@/lib/core/run/start-refused'
import { INSTANCE_PARTS, type InstanceRow, startInstance } from '../deployments/run/instances'
import type { WorkerContext } from '../worker-context'
import { auditInstance } from './system-audit'
import { nameOf, type WatchedInstance } from './watched'

/** While one worker starts it, others keep away; after a crash of that worker they do so for this long. */
const CLAIM_MS = 15_000

/** Starts an instance that should be up and that nobody else starts. What cannot be started is tried again, ever later. */
export async function repair(ctx: WorkerContext, instance: WatchedInstance): Promise<void> {
  if (!(await claim(ctx, instance))) return
  const row = await ctx.db.instance.findUnique({ where: { id: instance.id }, include: INSTANCE_PARTS })
  if (!row) return
  ctx.log.warn(
    { container: row.containerName, status: row.observedStatus },
    'a serving container is not up; starting it',
  )
  try {
    await startInstance(ctx, row)
    await ctx.docker.keepRunning(row.containerName)
  } catch (error) {
    return failed(ctx, row, error)
  }
  await succeeded(ctx, row)
}

async function claim(ctx: WorkerContext, { id }: WatchedInstance): Promise<boolean> {
  const now = ctx.clock.now()
  const { count } = await ctx.db.instance.updateMany({
    where: {
      id,
      state: 'SERVING',
      haltedAt: null,
      OR: [{ repairAt: null }, { repairAt: { lte: now } }],
      appEnvironment: { desiredState: 'RUNNING' },
    },
    data: { repairAt: new Date(now.getTime() + CLAIM_MS) },
  })
  return count > 0
}

async function succeeded(ctx: WorkerContext, row: InstanceRow): Promise<void> {
  await ctx.db.$transaction(async tx => {
    await tx.instance.updateMany({
      where: { id: row.id },
      data: { repairAt: null, restartCount: { increment: 1 }, haltReason: Prisma.DbNull },
    })
    const what = repairSentence(nameOf(row), observedOf(row.observedStatus ?? undefined))
    await auditInstance(ctx, tx, row, { verb: 'instance.repair', what })
  })
  await ctx.events.publish(`app-environment:${row.appEnvironmentId}`)
}

/** Counts as one more end of it, unless the engine is away: that is nobody's fault here. */
async function failed(ctx: WorkerContext, row: InstanceRow, error: unknown): Promise<void> {
  const now = ctx.clock.now()
  if (error instanceof EngineUnavailable) {
    await ctx.db.instance.updateMany({ where: { id: row.id }, data: { repairAt: null } })
    throw error
  }
  ctx.log.warn({ error, container: row.containerName }, 'a serving container could not be started')
  const recentExits = exitsWith(row.recentExits, 1, now)
  await ctx.db.instance.updateMany({
    where: { id: row.id },
    data: {
      recentExits,
      repairAt: new Date(now.getTime() + repairPauseMs(recentExits.length)),
      haltReason: refusalOf(error),
    },
  })
}

const refusalOf = (error: unknown) =>
  error instanceof StartRefused
    ? { code: error.code, sentence: error.message, fix: error.fix, lastLines: [] }
    : {
        code: 'run.not-startable',
        sentence: 'Its container could not be started.',
        fix: 'Deploy again. If that does not help, the log of the worker says what the engine answers.',
        lastLines: [],
      }
