import { type DeploymentFailure, deploymentFailure } from '@/lib/core/deployment/failure'
import { isCancellable, isFinal, isRevertible, type Phase } from '@/lib/core/deployment/phase'
import { EngineUnavailable } from '@/lib/core/errors'
import { GitProblem } from '@/lib/core/git/problem'
import { plainText } from '@/lib/core/logs/ansi'
import { StartRefused } from '@/lib/core/run/start-refused'
import type { WorkerContext } from '../../worker-context'
import { build } from './build'
import { check } from './check'
import { limitTime } from './deploy-limit'
import { type DeploymentLog, openDeploymentLog } from './deployment-log'
import { waitForEngine } from './engine-wait'
import { finish } from './finish'
import { gate } from './gate'
import { giveBack, undoSwitch } from './give-back'
import { guarded } from './guard'
import { configOf, secretsOf } from './instances'
import { claimLease, type Lease } from './lease'
import { endBefore, move } from './move'
import { prepare } from './prepare'
import { previousInstances } from './previous'
import { release } from './release'
import { RUN_PARTS, type Run, type Step } from './run'
import { soak } from './soak'
import { start } from './start'
import { Cancelled, DeployFailure, LeaseLost, ShuttingDown } from './stop-reasons'
import { switchOver } from './switch-over'

/** After this many takings something is wrong that another try does not mend. */
const MAX_ATTEMPTS = 12

/** What each phase does. QUEUED and the final ones do nothing. */
const STEPS: Partial<Record<Phase, Step>> = {
  QUEUED: async () => ({ to: 'PREPARING' }),
  PREPARING: prepare,
  BUILDING: build,
  RELEASING: release,
  STARTING: start,
  CHECKING: check,
  GATED: gate,
  SWITCHING: switchOver,
  SOAKING: soak,
  RETIRING: finish,
}

/**
 * Takes a deployment and moves it step by step to its end. Safe to call at any time, any number of times, from any
 * worker: whoever has the lease works, the others return. Throws only what another try may mend.
 */
export async function runDeployment(
  ctx: WorkerContext,
  deploymentId: string,
  shutdown: AbortSignal,
): Promise<void> {
  const lease = await claimLease(ctx, deploymentId, shutdown)
  if (!lease) return
  const log = openDeploymentLog(ctx, deploymentId)
  const held = guarded(ctx, lease)
  try {
    while (await advance(held, deploymentId, lease, log)) {
      // each turn is one phase
    }
  } catch (error) {
    const reason = lease.uncancellable.aborted ? lease.uncancellable.reason : error
    if (reason instanceof LeaseLost) {
      ctx.log.warn({ deploymentId, reason: reason.message }, 'left the deployment: it is taken or has ended')
    } else if (reason instanceof ShuttingDown) {
      log.say('', 'The worker is restarting; the deployment goes on by itself.')
      await lease.giveBack()
    } else throw error
  } finally {
    lease.stop()
    await log.flush()
  }
  await wakeNext(ctx, deploymentId)
}

/** Runs the step of the phase the deployment is in. Returns whether there is more to do. */
async function advance(
  ctx: WorkerContext,
  deploymentId: string,
  lease: Lease,
  log: DeploymentLog,
): Promise<boolean> {
  const row = await ctx.db.deployment.findUniqueOrThrow({ where: { id: deploymentId }, include: RUN_PARTS })
  const step = STEPS[row.phase]
  if (isFinal(row.phase) || !step) return false
  const run: Run = { ctx, row, lease, log }
  try {
    if (row.release) log.hide(secretsOf(configOf(ctx, row.appEnvironment.environment.dataKey, row.release)))
    if (row.cancelRequestedAt && (isCancellable(row.phase) || isRevertible(row.phase)))
      throw new Cancelled('cancelled')
    if (row.attempts > MAX_ATTEMPTS && isCancellable(row.phase)) throw gaveUp(row.attempts)
    const decided = deploymentFailure.safeParse(row.failure)
    if (decided.success) {
      await giveBack(run, decided.data)
      return false
    }
    await limitTime(run)
    const result = await step(run)
    if (!result) {
      await lease.giveBack()
      return false
    }
    await move(run, result)
    return true
  } catch (error) {
    return stopped(run, error)
  }
}

const gaveUp = (attempts: number) =>
  new DeployFailure(
    'engine.gave-up',
    `The deployment was taken up ${attempts} times and never came through.`,
    'Look at the worker log (`berth doctor` says where), then deploy again.',
  )

/** Ends the deployment for a reason its user can understand, waits for the engine, or throws on. */
async function stopped(run: Run, error: unknown): Promise<boolean> {
  const { lease } = run
  if (lease.uncancellable.aborted) throw lease.uncancellable.reason
  if (error instanceof Cancelled || lease.signal.reason instanceof Cancelled) return cancel(run)
  if (error instanceof EngineUnavailable) return waited(run)
  if (lease.signal.reason instanceof DeployFailure) return fail(run, lease.signal.reason)
  if (error instanceof GitProblem || error instanceof StartRefused)
    return fail(run, new DeployFailure(error.code, error.message, error.fix, []))
  if (error instanceof DeployFailure) return fail(run, error)
  throw error
}

/** After the wait for the engine the same phase is run again; a cancel or the end of the worker ends the wait. */
async function waited(run: Run): Promise<boolean> {
  try {
    const failure = await waitForEngine(run)
    return failure ? fail(run, failure) : true
  } catch (error) {
    return stopped(run, error)
  }
}

async function cancel(run: Run): Promise<false> {
  const { row, log } = run
  const who = row.cancelledBy ? ` by ${row.cancelledBy}` : ''
  log.say(row.phase, `Cancelled${who}. ${(await stillServing(run)) ? STILL_SERVING : ''}`)
  if (isRevertible(row.phase)) {
    await giveBack(run, await failureOf(run, soakCancelled(who)))
    return false
  }
  if (row.phase === 'SWITCHING') await undoSwitch(run)
  await endBefore(run, 'CANCELLED', null)
  return false
}

async function fail(run: Run, failure: DeployFailure): Promise<false> {
  const { row, log } = run
  log.say(row.phase, `${failure.message} ${failure.fix}`)
  const shown = await failureOf(run, failure)
  if (isRevertible(row.phase)) {
    await giveBack(run, shown)
    return false
  }
  if (row.phase === 'SWITCHING') await undoSwitch(run)
  if (shown.previousServing) log.say(row.phase, STILL_SERVING)
  await endBefore(run, 'FAILED', shown)
  return false
}

const STILL_SERVING = 'The previous version is still serving.'

const soakCancelled = (who: string) =>
  new DeployFailure(
    'soak.cancelled',
    `The new version was taken back${who} while it was being watched.`,
    'Deploy again when you want it to take over.',
    [],
  )

async function failureOf(run: Run, failure: DeployFailure): Promise<DeploymentFailure> {
  const { row, log } = run
  return {
    phase: row.phase,
    code: failure.code,
    sentence: plainText(log.mask(failure.message)),
    fix: log.mask(failure.fix),
    lastLines: (failure.lastLines?.map(log.mask) ?? log.tail(10)).map(plainText),
    previousServing: await stillServing(run),
  }
}

/** Something older serves, or can come back at once. */
async function stillServing(run: Run): Promise<boolean> {
  if (run.row.appEnvironment.desiredState !== 'RUNNING') return false
  return (await previousInstances(run)).some(({ processType }) => processType === 'web')
}

/** A deployment that waited for this one starts now, not at the next sweep. */
async function wakeNext(ctx: WorkerContext, endedId: string) {
  const ended = await ctx.db.deployment.findUnique({
    where: { id: endedId },
    select: { appEnvironmentId: true, finishedAt: true },
  })
  if (!ended?.finishedAt) return
  const next = await ctx.db.deployment.findFirst({
    where: { appEnvironmentId: ended.appEnvironmentId, phase: 'QUEUED' },
    orderBy: { number: 'asc' },
  })
  if (next) await ctx.queue.enqueue('deployment.run', { deploymentId: next.id }, { key: next.id })
}
