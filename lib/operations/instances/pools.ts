import * as z from 'zod'
import { ProxyUnavailable } from '@/lib/core/errors'
import { type Pool, poolOf, samePool } from '@/lib/core/run/pool'
import { applyRoutes, writeRoute } from '../routes/apply-routes'
import type { WorkerContext } from '../worker-context'
import { isInOtherHands, isWanted, type WatchedInstance } from './watched'

const targetList = z.array(z.object({ host: z.string(), port: z.number().int() }))
/** A proxy that is just starting gets this long before anything else goes on. */
const PROXY_WAIT_MS = 10_000

/** Makes each app's route lead to its instances that are up, and to no address that is not one's own any more. */
export async function mendPools(ctx: WorkerContext, instances: WatchedInstance[]): Promise<void> {
  const web = instances.filter(instance => instance.processType === 'web' && isWanted(instance))
  const pools = new Map<string, WatchedInstance[]>()
  for (const instance of web)
    pools.set(instance.appEnvironmentId, [...(pools.get(instance.appEnvironmentId) ?? []), instance])
  const routes = await ctx.db.route.findMany({ where: { appEnvironmentId: { in: [...pools.keys()] } } })
  const known = new Map(
    routes.map(({ appEnvironmentId, state, targets }) => [
      appEnvironmentId,
      { state, targets: targetList.parse(targets) },
    ]),
  )
  let changed = false
  for (const [appEnvironmentId, members] of pools) {
    const pool = poolOf(members.map(memberOf))
    const before = known.get(appEnvironmentId)
    if (before && samePool(before, pool)) continue
    changed = (await write(ctx, appEnvironmentId, pool)) || changed
  }
  if (changed) await handOver(ctx)
}

const memberOf = ({ ip, port, observedStatus, haltedAt, ready }: WatchedInstance) => ({
  ip,
  port,
  // One that was not looked at yet was up when its deployment checked it.
  running: haltedAt === null && (observedStatus === null || observedStatus === 'running'),
  ready,
})

/** A deployment that takes over meanwhile waits for this transaction, or is seen by it: then the route is its own. */
function write(ctx: WorkerContext, appEnvironmentId: string, pool: Pool): Promise<boolean> {
  return ctx.db.$transaction(async tx => {
    await tx.$queryRaw`SELECT id FROM "Deployment" WHERE "activeSlot" = ${appEnvironmentId} FOR SHARE`
    const active = await tx.deployment.findUnique({ where: { activeSlot: appEnvironmentId } })
    if (active && isInOtherHands(active.phase)) return false
    await writeRoute(tx, appEnvironmentId, pool)
    return true
  })
}

/** A proxy that stays away gets the newest routes by the sweep. */
async function handOver(ctx: WorkerContext): Promise<void> {
  const until = ctx.clock.now().getTime() + PROXY_WAIT_MS
  for (;;) {
    try {
      return await applyRoutes(ctx)
    } catch (error) {
      if (!(error instanceof ProxyUnavailable)) throw error
      if (ctx.clock.now().getTime() > until)
        return ctx.log.warn({ error }, 'the proxy did not take new routes')
      await ctx.clock.sleep(250)
    }
  }
}
