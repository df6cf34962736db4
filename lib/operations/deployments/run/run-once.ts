import type { Transaction } from '@/lib/adapters/db/client'
import { containerLog } from './container-log'
import { ensureInstance, specOf } from './instances'
import type { Run, RunRow } from './run'
import { formationOfRun } from './start'
import { DeployFailure } from './stop-reasons'
import { ensureSurroundings } from './surroundings'
import { timeLimit } from './time-limit'

const LIMIT_MS = 15 * 60_000
const SHOWN_LINES = 10
/** Kinds that bring back what ran already: its one-time services have done their work. */
const NOT_AGAIN = ['ROLLBACK', 'START']

/** Whether this deployment runs them: one that brings back what ran already does not. */
export const runsOnceAgain = ({ kind }: RunRow): boolean => !NOT_AGAIN.includes(kind)

/** Process types of the release that run to their end in this deployment. */
export const onceTypes = (run: Run): string[] =>
  formationOfRun(run).flatMap(({ processType, service }) => (service?.once ? [processType] : []))

/**
 * Runs a service to its end, as a release command is run: in one container, which is found again after a crash. A
 * service that others wait for has to end with exit code 0.
 */
export async function runOnce(run: Run, wanted: { processType: string; index: number }): Promise<void> {
  const { ctx, row, lease, log } = run
  const instance = await ensureInstance(run, wanted)
  const spec = specOf(ctx, instance)
  await ensureSurroundings(ctx, instance.appEnvironment, spec)
  const { startedAt } = await ctx.docker.ensureContainer(spec)
  log.say(row.phase, `Running ${wanted.processType}`)
  // One that ran already, while nobody looked, is not run again.
  if (!startedAt) await ctx.docker.start(spec.name)
  const following = containerLog(run, spec.name, wanted.processType)
  const limit = timeLimit(ctx.clock, LIMIT_MS)
  try {
    const { exitCode, oomKilled } = await ctx.docker.wait(
      spec.name,
      AbortSignal.any([lease.signal, limit.signal]),
    )
    await following.drained()
    if (exitCode === 0 && !oomKilled) return
    throw new DeployFailure(
      'compose.once-failed',
      oomKilled
        ? `${wanted.processType} used more than its ${spec.memoryMb} MB of memory and was ended.`
        : `${wanted.processType} ended with exit code ${exitCode}; other services wait for it to end well.`,
      'Read its last lines below. Nothing was switched; mend it and deploy again.',
      await lastLinesOf(run, spec.name),
    )
  } catch (error) {
    if (limit.signal.aborted && !lease.signal.aborted) throw tookTooLong(wanted.processType)
    throw error
  } finally {
    limit.stop()
    following.stop()
  }
}

const tookTooLong = (type: string) =>
  new DeployFailure(
    'compose.once-timeout',
    `${type} took longer than 15 minutes, and other services wait for its end.`,
    'If it is meant to stay up, use `service_started` or `service_healthy` in `depends_on`.',
  )

/** The last lines a container wrote, masked. */
export async function lastLinesOf({ ctx, log }: Run, containerName: string): Promise<string[] | undefined> {
  const lines: string[] = []
  if (await ctx.docker.inspect(containerName))
    for await (const { text } of ctx.docker.logs(containerName, { tail: SHOWN_LINES }))
      lines.push(log.mask(text))
  return lines.length > 0 ? lines : undefined
}

/** What ran once is removed, in the transaction that moves the deployment: a container that is gone would run again. */
export async function retireOnce(tx: Transaction, run: Run): Promise<void> {
  await tx.instance.updateMany({
    where: { deploymentId: run.row.id, processType: { in: onceTypes(run) }, state: 'STARTING' },
    data: { state: 'RETIRING', retireAt: run.ctx.clock.now() },
  })
}
