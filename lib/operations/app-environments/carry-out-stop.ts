import { retireInstances } from '../instances/retire'
import { applyRoutes, setRoute } from '../routes/apply-routes'
import type { WorkerContext } from '../worker-context'

/** The worker's part of a stop: visitors get the page that says so, then the containers end. */
export async function carryOutStop(ctx: WorkerContext, appEnvironmentId: string): Promise<void> {
  const target = await ctx.db.appEnvironment.findUnique({ where: { id: appEnvironmentId } })
  if (target?.desiredState !== 'STOPPED') return
  await setRoute(ctx, appEnvironmentId, { state: 'STOPPED', targets: [] })
  await applyRoutes(ctx)
  await ctx.db.instance.updateMany({
    where: { appEnvironmentId, state: { in: ['SERVING', 'STANDBY'] } },
    data: { state: 'RETIRING', retireAt: ctx.clock.now() },
  })
  await ctx.events.publish(`app-environment:${appEnvironmentId}`)
  await retireInstances(ctx)
}
