import { EngineUnavailable, ProxyUnavailable } from '@/lib/core/errors'
import { scheduleCleanup } from '../cleanup/schedule'
import { GATE_MS } from '../deployments/run/gate'
import { keepInstances } from '../instances/keep'
import { removeOrphans } from '../instances/orphans'
import { retireInstances } from '../instances/retire'
import { repairRoutes } from '../routes/refresh'
import type { WorkerContext } from '../worker-context'

/** A row younger than this has its job on the way. */
const GRACE_MS = 5000

/**
 * Finds everything that should move and does not: deployments without a living worker, stops and deletions whose job
 * was lost, inspections, comparisons, retirements, instances that are not up, a proxy with old routes, cleanups. Run
 * every 15 s and at boot.
 */
export async function sweep(ctx: WorkerContext): Promise<void> {
  const duties: [string, (ctx: WorkerContext) => Promise<void>][] = [
    ['deployments', requeueDeployments],
    ['stops', requeueStops],
    ['deletions', requeueDeletions],
    ['inspections', requeueInspections],
    ['comparisons', requeueComparisons],
    ['leftovers', retireLeftovers],
    ['instances', keepInstancesThenRoutes],
    ['orphans', removeOrphans],
    ['retirements', retireInstances],
    ['cleanup', scheduleCleanup],
  ]
  for (const [duty, work] of duties) {
    try {
      await work(ctx)
    } catch (error) {
      const expected = error instanceof EngineUnavailable || error instanceof ProxyUnavailable
      ctx.log[expected ? 'warn' : 'error'](
        { error, duty },
        'a duty of the sweep failed; the next one tries again',
      )
    }
  }
}

/** After a start of the server the addresses are others: no route is handed over before the engine was asked. */
async function keepInstancesThenRoutes(ctx: WorkerContext): Promise<void> {
  await keepInstances(ctx, { changed: 'all' })
  await repairRoutes(ctx)
}

async function requeueDeployments(ctx: WorkerContext): Promise<void> {
  const gateLimit = new Date(ctx.clock.now().getTime() - GATE_MS)
  const rows = await ctx.db.$queryRaw<{ id: string }[]>`
    SELECT id FROM "Deployment" d
    WHERE "finishedAt" IS NULL AND "createdAt" < ${before(ctx)}
      AND ("leaseUntil" IS NULL OR "leaseUntil" < (now() at time zone 'utc'))
      AND (phase <> 'GATED' OR "approvedAt" IS NOT NULL OR "cancelRequestedAt" IS NOT NULL OR EXISTS (
        SELECT 1 FROM "DeploymentStep" s WHERE s."deploymentId" = d.id AND s.phase = 'GATED' AND s."startedAt" < ${gateLimit}))
      AND (phase <> 'QUEUED' OR NOT EXISTS (SELECT 1 FROM "Deployment" a WHERE a."activeSlot" = d."appEnvironmentId"))`
  for (const { id } of rows) await ctx.queue.enqueue('deployment.run', { deploymentId: id }, { key: id })
}

async function requeueStops(ctx: WorkerContext): Promise<void> {
  const rows = await ctx.db.appEnvironment.findMany({
    where: {
      desiredState: 'STOPPED',
      instances: { some: { state: 'SERVING' } },
      deployments: { none: { finishedAt: null } },
    },
    select: { id: true },
  })
  for (const { id } of rows)
    await ctx.queue.enqueue('app-environment.stop', { appEnvironmentId: id }, { key: id })
}

async function requeueDeletions(ctx: WorkerContext): Promise<void> {
  const rows = await ctx.db.app.findMany({ where: { deletingAt: { lt: before(ctx) } }, select: { id: true } })
  for (const { id } of rows) await ctx.queue.enqueue('app.remove', { appId: id }, { key: id })
}

async function requeueInspections(ctx: WorkerContext): Promise<void> {
  const rows = await ctx.db.inspection.findMany({
    where: { status: 'PENDING', createdAt: { lt: before(ctx) } },
    select: { id: true },
    take: 100,
  })
  for (const { id } of rows) await ctx.queue.enqueue('inspection.run', { inspectionId: id }, { key: id })
}

async function requeueComparisons(ctx: WorkerContext): Promise<void> {
  const rows = await ctx.db.comparison.findMany({
    where: { status: 'PENDING', requestedAt: { lt: before(ctx) } },
    select: { id: true },
    take: 100,
  })
  for (const { id } of rows) await ctx.queue.enqueue('comparison.run', { comparisonId: id }, { key: id })
}

/** Instances that a worker made after it had lost its deployment, which has ended without them. */
async function retireLeftovers(ctx: WorkerContext): Promise<void> {
  await ctx.db.instance.updateMany({
    where: {
      state: { in: ['STARTING', 'STANDBY'] },
      deployment: { finishedAt: { lt: before(ctx) } },
      ...nothingUnderWay,
    },
    data: { state: 'RETIRING', retireAt: ctx.clock.now() },
  })
}

const nothingUnderWay = {
  appEnvironment: { deployments: { none: { finishedAt: null, phase: { not: 'QUEUED' as const } } } },
}

const before = (ctx: WorkerContext) => new Date(ctx.clock.now().getTime() - GRACE_MS)
