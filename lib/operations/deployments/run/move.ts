import type { Transaction } from '@/lib/adapters/db/client'
import type { DeploymentFailure } from '@/lib/core/deployment/failure'
import { isFinal, type Phase, sourcesOf } from '@/lib/core/deployment/phase'
import type { Run, StepResult } from './run'
import { LeaseLost } from './stop-reasons'

/** The least time between an acknowledged switch of the route and the first SIGTERM. */
export const LINGER_MS = 1000

/**
 * Moves the deployment to its next phase, with its steps and whatever the step writes, in one transaction that only
 * holds while this worker has the lease. Throws `LeaseLost` when it has not.
 */
export async function move(run: Run, result: StepResult): Promise<void> {
  const { ctx, row } = run
  const now = ctx.clock.now()
  await ctx.db.$transaction(async tx => {
    await claimMove(tx, run, result.to)
    await tx.deploymentStep.updateMany({
      where: { deploymentId: row.id, outcome: 'RUNNING' },
      data: {
        outcome: result.skipped ? 'SKIPPED' : 'DONE',
        finishedAt: now,
        ...(result.note ? { note: result.note } : {}),
      },
    })
    await result.write?.(tx)
    if (isFinal(result.to))
      await tx.deployment.update({ where: { id: row.id }, data: { finishedAt: now, activeSlot: null } })
    else await startStep(tx, row.id, result.to, now)
  })
  await announce(run)
}

/** Ends the deployment before the point of no return: its new instances retire, whatever served before serves on. */
export async function endBefore(
  run: Run,
  to: 'FAILED' | 'CANCELLED',
  failure: DeploymentFailure | null,
): Promise<void> {
  const { ctx, row } = run
  const now = ctx.clock.now()
  await ctx.db.$transaction(async tx => {
    await claimMove(tx, run, to)
    await tx.deploymentStep.updateMany({
      where: { deploymentId: row.id, outcome: 'RUNNING' },
      data: { outcome: to, finishedAt: now },
    })
    await retireNew(tx, run, now)
    await tx.deployment.update({
      where: { id: row.id },
      data: { finishedAt: now, activeSlot: null, ...(failure ? { failure } : {}) },
    })
  })
  await announce(run)
}

/**
 * Ends the deployment after the switch: its instances retire, and the release before is the current one again. Where
 * nothing of it serves, the app counts as stopped.
 */
export async function endAfter(run: Run, to: 'ROLLED_BACK' | 'FAILED'): Promise<void> {
  const { ctx, row } = run
  const now = ctx.clock.now()
  await ctx.db.$transaction(async tx => {
    await claimMove(tx, run, to)
    await tx.deploymentStep.updateMany({
      where: { deploymentId: row.id, outcome: 'RUNNING' },
      data: { outcome: 'FAILED', finishedAt: now },
    })
    await retireNew(tx, run, now)
    const { appEnvironmentId, previousReleaseId } = row
    const serving = await tx.instance.count({ where: { appEnvironmentId, state: 'SERVING' } })
    await tx.appEnvironment.update({
      where: { id: appEnvironmentId },
      data: {
        currentReleaseId: previousReleaseId,
        ...(previousReleaseId && serving === 0 ? { desiredState: 'STOPPED' } : {}),
      },
    })
    await tx.deployment.update({ where: { id: row.id }, data: { finishedAt: now, activeSlot: null } })
  })
  await announce(run)
}

/** Some of them may have been routed until just now. */
async function retireNew(tx: Transaction, { row }: Run, now: Date) {
  await tx.instance.updateMany({
    where: { deploymentId: row.id },
    data: { state: 'RETIRING', retireAt: new Date(now.getTime() + LINGER_MS) },
  })
}

async function claimMove(tx: Transaction, { row, lease }: Run, to: Phase) {
  const { count } = await tx.deployment.updateMany({
    where: { id: row.id, fence: lease.fence, phase: { in: sourcesOf(to) } },
    data: { phase: to },
  })
  if (count === 0) throw new LeaseLost(`cannot move ${row.id} to ${to}`)
}

async function startStep(tx: Transaction, deploymentId: string, phase: Phase, startedAt: Date) {
  await tx.deploymentStep.upsert({
    where: { deploymentId_phase: { deploymentId, phase } },
    create: { deploymentId, phase, startedAt },
    update: {},
  })
}

async function announce({ ctx, row }: Run) {
  await ctx.events.publish(`deployment:${row.id}`, 'moved')
  await ctx.events.publish(`app-environment:${row.appEnvironmentId}`)
}
