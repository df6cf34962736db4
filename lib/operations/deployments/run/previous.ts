import type { Instance } from '@/lib/adapters/db/generated/client'
import { formation } from '@/lib/core/run/formation'
import { drained, stopSeconds } from '../../instances/ending'
import { holdRow } from './hold-row'
import { INSTANCE_PARTS, startInstance } from './instances'
import type { Run } from './run'

/** Instances of earlier deployments that serve, or that stand by to come back; without those this one takes over. */
export const previousInstances = ({ ctx, row }: Run): Promise<Instance[]> =>
  ctx.db.instance.findMany({
    where: {
      appEnvironmentId: row.appEnvironmentId,
      deploymentId: { not: row.id },
      state: { in: ['SERVING', 'STANDBY'] },
      OR: [{ carriedTo: null }, { carriedTo: { not: row.id } }],
    },
    orderBy: [{ processType: 'asc' }, { index: 'asc' }],
  })

/** Marks instances, so that nobody starts them again meanwhile; while this worker has the lease. */
export async function markStandby(run: Run, instances: Instance[]): Promise<void> {
  await mark(run, instances, 'STANDBY')
}

async function mark(run: Run, instances: Instance[], state: 'STANDBY' | 'SERVING'): Promise<void> {
  if (instances.length === 0) return
  await run.ctx.db.$transaction(async tx => {
    await holdRow(tx, run)
    await tx.instance.updateMany({ where: { id: { in: instances.map(({ id }) => id) } }, data: { state } })
  })
}

/** Ends old instances but keeps their containers, so that they can come back. Web ones end when no request is under way. */
export async function standDown(run: Run, instances: Instance[]): Promise<void> {
  const { ctx, lease } = run
  await markStandby(run, instances)
  await Promise.all(
    instances.map(async instance => {
      if (instance.processType === 'web') await drained(ctx, instance, lease.signal)
      await ctx.docker.stop(instance.containerName, await stopSeconds(ctx, instance))
    }),
  )
}

/** Tells old workers to take no more work. They end in their own time; whoever retires them waits for it. */
export async function tellToEnd(run: Run, instances: Instance[]): Promise<void> {
  await markStandby(run, instances)
  await Promise.all(instances.map(({ containerName }) => run.ctx.docker.terminate(containerName)))
}

/** Has the instances of the version before serve again: the rows first, so that a crash leaves the rest to the sweep. */
export async function bringBack(run: Run): Promise<Instance[]> {
  const { ctx } = run
  const old = await previousInstances(run)
  await mark(run, old, 'SERVING')
  await Promise.all(
    old.map(async ({ id, containerName }) => {
      if ((await ctx.docker.inspect(containerName))?.running) return
      const row = await ctx.db.instance.findUniqueOrThrow({ where: { id }, include: INSTANCE_PARTS })
      await startInstance(ctx, row)
      await ctx.docker.keepRunning(containerName)
    }),
  )
  return previousInstances(run)
}

/**
 * New singletons are retired before their predecessors come back: two at once would do everything twice, or write to
 * one volume. Whoever starts a singleton waits until those that retire have ended.
 */
export async function endSuccessors(run: Run): Promise<void> {
  const { ctx, row } = run
  const fresh = await ctx.db.instance.findMany({
    where: { deploymentId: row.id, processType: { not: 'web' } },
  })
  const successors = await singletonsAmong(run, fresh)
  await ctx.db.$transaction(async tx => {
    await holdRow(tx, run)
    await tx.instance.updateMany({
      where: { id: { in: successors.map(({ id }) => id) } },
      data: { state: 'RETIRING', retireAt: ctx.clock.now() },
    })
  })
}

/** Process types of which never two may run at once, as the release of each instance says. */
export async function singletonsAmong({ ctx }: Run, instances: Instance[]): Promise<Instance[]> {
  const releases = await ctx.db.release.findMany({
    where: { id: { in: instances.map(({ releaseId }) => releaseId) } },
    select: { id: true, formation: true },
  })
  const types = new Map(
    releases.map(({ id, formation: entries }) => [
      id,
      formation.parse(entries).flatMap(({ processType, singleton }) => (singleton ? [processType] : [])),
    ]),
  )
  return instances.filter(({ releaseId, processType }) => types.get(releaseId)?.includes(processType))
}
