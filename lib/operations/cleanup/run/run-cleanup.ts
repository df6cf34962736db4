import type { CleanupRun } from '@/lib/adapters/db/generated/client'
import { itemKey } from '@/lib/core/cleanup/item-key'
import { type CleanupOutcome, type CleanupPlan, cleanupPlan } from '@/lib/core/cleanup/plan'
import { EngineUnavailable } from '@/lib/core/errors'
import type { WorkerContext } from '../../worker-context'
import { outcomesSchema } from '../present'
import { carryOut } from './carry-out'
import { type CleanupLease, claimCleanup, giveBackCleanup } from './lease'
import { makePlan } from './make-plan'

/** After this many takings another one does not mend it; what may go is found again by the next run. */
const MAX_ATTEMPTS = 10

/**
 * Carries out a cleanup: writes the plan, then removes item by item and writes what became of each. Safe to call at any
 * time from any worker; one that takes it up after a crash goes on with the items that have no outcome yet.
 */
export async function runCleanup(
  ctx: WorkerContext,
  cleanupRunId: string,
  shutdown: AbortSignal,
): Promise<void> {
  const lease = await claimCleanup(ctx, cleanupRunId)
  if (!lease) return
  try {
    const row = await ctx.db.cleanupRun.findUniqueOrThrow({ where: { id: cleanupRunId } })
    const plan = cleanupPlan.nullable().parse(row.plan) ?? (await writtenPlan(ctx, row))
    const done = row.dryRun || (await removeAll(ctx, row, plan, lease, shutdown))
    if (done) await finish(ctx, row, 'DONE', null)
    else await giveBackCleanup(ctx, cleanupRunId)
  } catch (error) {
    await stopped(ctx, cleanupRunId, lease, error)
  } finally {
    lease.stop()
  }
}

async function writtenPlan(ctx: WorkerContext, { id, trigger }: CleanupRun): Promise<CleanupPlan> {
  const { plan, usage } = await makePlan(ctx, { imagesOnly: trigger === 'DEPLOYMENT' })
  await ctx.db.cleanupRun.updateMany({
    where: { id, leaseOwner: ctx.workerId },
    data: { plan, ...(usage ? { usage } : {}) },
  })
  return plan
}

/** Returns false when this worker has to stop before the end. */
async function removeAll(
  ctx: WorkerContext,
  row: CleanupRun,
  plan: CleanupPlan,
  lease: CleanupLease,
  shutdown: AbortSignal,
): Promise<boolean> {
  const outcomes = outcomesSchema.parse(row.outcomes)
  for (const item of plan.remove) {
    if (outcomes[itemKey(item)]) continue
    if (shutdown.aborted || lease.lost()) return false
    outcomes[itemKey(item)] = await carryOut(ctx, item)
    await writeOutcomes(ctx, row.id, outcomes)
  }
  return !lease.lost()
}

async function writeOutcomes(ctx: WorkerContext, id: string, outcomes: Record<string, CleanupOutcome>) {
  const freedBytes = Object.values(outcomes).reduce((sum, outcome) => sum + outcome.freedBytes, 0)
  await ctx.db.cleanupRun.updateMany({
    where: { id, leaseOwner: ctx.workerId },
    data: { outcomes, freedBytes: BigInt(Math.round(freedBytes)) },
  })
}

async function finish(
  ctx: WorkerContext,
  { id }: Pick<CleanupRun, 'id'>,
  status: 'DONE' | 'FAILED',
  problem: string | null,
): Promise<void> {
  await ctx.db.cleanupRun.updateMany({
    where: { id, leaseOwner: ctx.workerId },
    data: {
      status,
      problem,
      activeSlot: null,
      leaseOwner: null,
      leaseUntil: null,
      finishedAt: ctx.clock.now(),
    },
  })
  const row = await ctx.db.cleanupRun.findUnique({ where: { id } })
  if (row && !row.dryRun) {
    const freedBytes = Number(row.freedBytes)
    ctx.log.info({ cleanupRunId: id, trigger: row.trigger, freedBytes, status }, 'cleaned up')
  }
}

/** Leaves the run to another try, or ends it after too many. */
async function stopped(
  ctx: WorkerContext,
  id: string,
  { attempts }: CleanupLease,
  error: unknown,
): Promise<void> {
  if (attempts < MAX_ATTEMPTS) {
    await giveBackCleanup(ctx, id)
    throw error
  }
  ctx.log.error({ error, cleanupRunId: id }, 'gave up a cleanup')
  const problem =
    error instanceof EngineUnavailable
      ? error.message
      : 'It failed again and again; the worker’s log says why.'
  await finish(ctx, { id }, 'FAILED', problem)
}
