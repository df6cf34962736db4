import { containerLog } from './container-log'
import { ensureInstance, specOf } from './instances'
import type { Run, StepResult } from './run'
import { startForRelease } from './start-services'
import { DeployFailure } from './stop-reasons'
import { ensureSurroundings } from './surroundings'
import { timeLimit } from './time-limit'

const LIMIT_MS = 15 * 60_000
const STARTED = 'container started'

/**
 * State 3: the release command, in one container of the new image with the new configuration. After a crash the
 * container is found again; if it is gone, nobody knows what it did, and the deployment fails.
 */
export async function release(run: Run): Promise<StepResult> {
  const { ctx, row, lease, log } = run
  const command = row.release?.releaseCommand?.trim()
  if (!row.release) throw new Error(`deployment ${row.id} is releasing without a release`)
  if (!command) return { to: 'STARTING', skipped: true, note: 'no release command' }
  await startForRelease(run)
  const instance = await ensureInstance(run, { processType: 'release', index: 1 })
  if (await wasLost(run, instance.containerName)) throw lost()
  const spec = specOf(ctx, instance, command)
  log.say('RELEASING', `$ ${command}`)
  await ensureSurroundings(ctx, instance.appEnvironment, spec)
  const { startedAt } = await ctx.docker.ensureContainer(spec)
  await ctx.db.deploymentStep.updateMany({
    where: { deploymentId: row.id, phase: 'RELEASING' },
    data: { note: STARTED },
  })
  // One that ran already, while nobody looked, is not run again.
  if (!startedAt) await ctx.docker.start(spec.name)
  const following = containerLog(run, spec.name, 'RELEASING')
  const limit = timeLimit(ctx.clock, LIMIT_MS)
  try {
    const { exitCode, oomKilled } = await ctx.docker.wait(
      spec.name,
      AbortSignal.any([lease.signal, limit.signal]),
    )
    await following.drained()
    if (oomKilled) throw outOfMemory(spec.memoryMb)
    if (exitCode !== 0) throw failed(exitCode)
  } catch (error) {
    if (limit.signal.aborted && !lease.signal.aborted) throw tookTooLong()
    throw error
  } finally {
    limit.stop()
    following.stop()
  }
  return {
    to: 'STARTING',
    note: command.slice(0, 120),
    async write(tx) {
      // Not removed before this is committed: a container that is gone counts as lost.
      const retired = { state: 'RETIRING' as const, retireAt: ctx.clock.now() }
      await tx.instance.update({ where: { id: instance.id }, data: retired })
    },
  }
}

async function wasLost({ ctx, row }: Run, containerName: string): Promise<boolean> {
  const step = await ctx.db.deploymentStep.findUnique({
    where: { deploymentId_phase: { deploymentId: row.id, phase: 'RELEASING' } },
  })
  return step?.note === STARTED && (await ctx.docker.inspect(containerName)) === null
}

const lost = () =>
  new DeployFailure(
    'release.lost',
    'The release command was interrupted and its container is gone, so nobody knows whether it finished.',
    'Check the database migrations, then deploy again.',
  )

const failed = (exitCode: number) =>
  new DeployFailure(
    'release.failed',
    `The release command ended with exit code ${exitCode}.`,
    'Read its last lines below. Nothing was switched; mend it and deploy again.',
  )

const outOfMemory = (memoryMb: number) =>
  new DeployFailure(
    'release.out-of-memory',
    `The release command used more than its ${memoryMb} MB of memory and was ended.`,
    'Give the app more memory in its settings.',
  )

const tookTooLong = () =>
  new DeployFailure(
    'release.timeout',
    'The release command took longer than 15 minutes.',
    'Run long data migrations by hand or in a worker; the release command holds up the deployment.',
  )
