import type { Instance } from '@/lib/adapters/db/generated/client'
import { EngineUnavailable } from '@/lib/core/errors'
import { formation } from '@/lib/core/run/formation'
import { usualStopSeconds } from '@/lib/core/run/usual-process'
import type { WorkerContext } from '../worker-context'

/** Requests under way get this long to end before SIGTERM. */
const DRAIN_LIMIT_MS = 30_000

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

/** Time from SIGTERM to SIGKILL, as its release says. */
async function stopSeconds(ctx: WorkerContext, { releaseId, processType }: Instance): Promise<number> {
  const release = await ctx.db.release.findUnique({ where: { id: releaseId }, select: { formation: true } })
  const entry = formation.parse(release?.formation ?? []).find(entry => entry.processType === processType)
  return entry?.stopSeconds ?? usualStopSeconds(processType)
}

/** Waits until the proxy has no request under way to the instance. A proxy that is down has none. */
async function drained(ctx: WorkerContext, { ip, port }: Instance): Promise<void> {
  if (!ip || !port) return
  const until = ctx.clock.now().getTime() + DRAIN_LIMIT_MS
  while (ctx.clock.now().getTime() < until) {
    const open = await ctx.proxy.inFlight({ host: ip, port }).catch((error: unknown) => {
      ctx.log.warn({ error }, 'could not ask the proxy for requests under way')
      return 0
    })
    if (open === 0) return
    await ctx.clock.sleep(100)
  }
}
