import type { Instance } from '@/lib/adapters/db/generated/client'
import { startOrder } from '@/lib/core/compose/start-order'
import type { WantedInstance } from '@/lib/core/run/wanted'
import { carriedOver, decideCarryOver } from './carry-over'
import { startInstanceAgain } from './instances'
import { hasEnded } from './instances-pass'
import { previousInstances } from './previous'
import type { Run } from './run'
import { lastLinesOf, runOnce } from './run-once'
import { formationOfRun, nameOf, plannedStarts, startWanted } from './start'
import { DeployFailure } from './stop-reasons'

const LOOK_EVERY_MS = 100

/**
 * Starts instances in the order of their services: each when those it waits for run, are healthy, or have ended well.
 * Without a Compose file all start together. `start` makes and starts one; those that run once are run to their end.
 */
export async function startInOrder<T extends Pick<WantedInstance, 'processType' | 'index'>>(
  run: Run,
  instances: T[],
  start: (instance: T) => Promise<void>,
): Promise<void> {
  const entries = formationOfRun(run)
  const types = new Set(instances.map(({ processType }) => processType))
  for (const group of startOrder(entries, types)) {
    const now = instances.filter(({ processType }) => group.includes(processType))
    await Promise.all(
      now.map(async instance => {
        const service = entries.find(({ processType }) => processType === instance.processType)?.service
        for (const { processType, condition } of service?.dependsOn ?? [])
          if (condition === 'healthy') await isHealthy(run, processType, instance)
        if (service?.once) await runOnce(run, instance)
        else await start(instance)
      }),
    )
  }
}

/** Waits until every instance of a process type passes its health check. One that has none counts as healthy. */
async function isHealthy(run: Run, type: string, waiting: Pick<WantedInstance, 'processType' | 'index'>) {
  const { ctx, row, lease, log } = run
  const { checkTimeoutSeconds } = row.appEnvironment
  const until = ctx.clock.now().getTime() + checkTimeoutSeconds * 1000
  let said = false
  for (const instance of await instancesOf(run, type)) {
    for (;;) {
      const state = await ctx.docker.inspect(instance.containerName)
      if (state?.running && (state.health === 'healthy' || state.health === 'none')) break
      const gone = !state || (instance.deploymentId === row.id && hasEnded(state))
      if (gone || state.health === 'unhealthy' || ctx.clock.now().getTime() > until)
        throw await notHealthy(
          run,
          instance,
          gone ? 'ended' : `is not healthy after ${checkTimeoutSeconds} s`,
        )
      if (!said) log.say(row.phase, `${nameOf(waiting)} waits until ${type} is healthy`)
      said = true
      await ctx.clock.sleep(LOOK_EVERY_MS, lease.signal)
    }
  }
}

/** Those of this deployment, else those that serve meanwhile. */
async function instancesOf(run: Run, type: string): Promise<Instance[]> {
  const { ctx, row } = run
  const own = await ctx.db.instance.findMany({
    where: { deploymentId: row.id, processType: type, state: { not: 'RETIRING' } },
  })
  const started = []
  for (const instance of own)
    if ((await ctx.docker.inspect(instance.containerName))?.startedAt) started.push(instance)
  if (started.length > 0) return started
  const others = [...(await carriedOver(run)), ...(await previousInstances(run))]
  return others.filter(({ processType, state }) => processType === type && state === 'SERVING')
}

async function notHealthy(run: Run, instance: Instance, what: string): Promise<DeployFailure> {
  return new DeployFailure(
    'compose.not-healthy',
    `Other services wait for ${nameOf(instance)}, which ${what}.`,
    'See its last lines below, and check its health check in the Compose file.',
    await lastLinesOf(run, instance.containerName),
  )
}

/** Starts instances that had to wait for the old version to make room; returns their rows with the addresses they have. */
export async function startLater(run: Run, instances: Instance[]): Promise<Instance[]> {
  const started: Instance[] = []
  await startInOrder(run, instances, async instance => {
    started.push(await startInstanceAgain(run, instance))
  })
  return started
}

/** Whether a row is of the wanted instance. */
export const isInstance =
  (row: Instance) =>
  ({ processType, index }: Pick<WantedInstance, 'processType' | 'index'>): boolean =>
    row.processType === processType && row.index === index

/** Services that are kept and new start before the release command, which may well need the database among them. */
export async function startForRelease(run: Run): Promise<void> {
  await decideCarryOver(run)
  const kept = formationOfRun(run).flatMap(({ processType, service }) => (service?.kept ? [processType] : []))
  const { now } = await plannedStarts(run)
  const first = now.filter(({ processType }) => kept.includes(processType))
  await startInOrder(run, first, one => startWanted(run, one))
  for (const { processType } of first) await isHealthy(run, processType, { processType: 'release', index: 1 })
}
