import { isUnchanged, observation } from '@/lib/core/run/observation'
import type { ContainerGlance } from '@/lib/ports/docker'
import type { WorkerContext } from '../worker-context'
import type { WatchedInstance } from './watched'

/**
 * Stores what the engine says of an instance, when that is news; returns the instance as it is known then. `thorough`:
 * asks the engine although a glance shows no change. Several workers may look at once: only one of them writes.
 */
export async function observe(
  ctx: WorkerContext,
  instance: WatchedInstance,
  glance: ContainerGlance | undefined,
  thorough: boolean,
): Promise<WatchedInstance> {
  if (!thorough && isUnchanged(instance, glance)) return instance
  const state = glance ? await ctx.docker.inspect(instance.containerName) : null
  const seen = observation(instance, state, instance.processType === 'web', ctx.clock.now())
  if (isSameAs(instance, seen)) return instance
  const { count } = await ctx.db.instance.updateMany({
    where: {
      id: instance.id,
      state: instance.state,
      observedStatus: instance.observedStatus,
      containerId: instance.containerId,
      engineRestarts: instance.engineRestarts,
      startedAt: instance.startedAt,
    },
    data: seen,
  })
  if (count === 0) return instance
  await ctx.events.publish(`app-environment:${instance.appEnvironmentId}`)
  return { ...instance, ...seen }
}

const isSameAs = (instance: WatchedInstance, seen: ReturnType<typeof observation>) =>
  Object.entries(seen).every(
    ([key, value]) => JSON.stringify(instance[key as keyof typeof seen]) === JSON.stringify(value),
  )
