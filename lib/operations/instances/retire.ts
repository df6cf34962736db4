import type { Instance } from '@/lib/adapters/db/generated/client'
import { EngineUnavailable } from '@/lib/core/errors'
import type { WorkerContext } from '../worker-context'
import { drained, stopSeconds } from './ending'

const underWay = new Set<string>()

/**
 * Ends the instances whose time has come: waits for their requests, SIGTERM, removal. Each is a row, so a crash
 * forgets none. Resolves when those that were due are gone; never throws for one of them.
 */
export async function retireInstances(ctx: WorkerContext): Promise<void> {
  const due = await ctx.db.instance.findMany({
    where: { state: 'RETIRING', retireAt: { lte: ctx.clock.now() } },
  })
  await Promise.all(
    due
      .filter(({ id }) => !underWay.has(id))
      .map(async instance => {
        underWay.add(instance.id)
        try {
          await retire(ctx, instance)
        } catch (error) {
          const level = error instanceof EngineUnavailable ? 'warn' : 'error'
          ctx.log[level](
            { error, container: instance.containerName },
            'could not retire an instance; the next sweep tries again',
          )
        } finally {
          underWay.delete(instance.id)
        }
      }),
  )
}

async function retire(ctx: WorkerContext, instance: Instance): Promise<void> {
  const { containerName, processType } = instance
  if (processType === 'web') await drained(ctx, instance)
  await ctx.docker.stop(containerName, await stopSeconds(ctx, instance))
  await ctx.docker.remove(containerName)
  await ctx.db.instance.deleteMany({ where: { id: instance.id } })
  await ctx.events.publish(`app-environment:${instance.appEnvironmentId}`)
}
