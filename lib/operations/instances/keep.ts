import { INSTANCE_PARTS, type InstanceRow, startInstance } from '../deployments/run/instances'
import { applyRoutes, setRoute } from '../routes/apply-routes'
import type { WorkerContext } from '../worker-context'

/**
 * Sees that every serving instance is up: one that was removed or stopped by hand is made or started again, and one
 * that came back with another address gets its route mended.
 */
export async function keepInstances(ctx: WorkerContext): Promise<void> {
  const serving = await ctx.db.instance.findMany({
    where: { state: 'SERVING', appEnvironment: { desiredState: 'RUNNING', app: { deletingAt: null } } },
    include: INSTANCE_PARTS,
  })
  const moved = new Set<string>()
  for (const instance of serving) if (await keep(ctx, instance)) moved.add(instance.appEnvironmentId)
  for (const appEnvironmentId of moved) await reroute(ctx, appEnvironmentId)
}

/** Returns whether the instance's address changed. */
async function keep(ctx: WorkerContext, instance: InstanceRow): Promise<boolean> {
  const state = await ctx.docker.inspect(instance.containerName)
  if (!state || (!state.running && state.status !== 'restarting')) {
    ctx.log.warn(
      { container: instance.containerName, status: state?.status ?? 'missing' },
      'a serving container is not up; starting it',
    )
    await startInstance(ctx, instance)
  } else if (state.running) {
    const ip = Object.values(state.addresses)[0] ?? null
    if (ip && ip !== instance.ip)
      await ctx.db.instance.updateMany({ where: { id: instance.id }, data: { ip } })
  }
  const now = await ctx.db.instance.findUnique({ where: { id: instance.id }, select: { ip: true } })
  return instance.processType === 'web' && Boolean(now?.ip) && now?.ip !== instance.ip
}

async function reroute(ctx: WorkerContext, appEnvironmentId: string): Promise<void> {
  const busy = await ctx.db.deployment.findUnique({
    where: { activeSlot: appEnvironmentId },
    select: { phase: true },
  })
  if (busy?.phase === 'SWITCHING') return
  const web = await ctx.db.instance.findMany({
    where: { appEnvironmentId, processType: 'web', state: 'SERVING' },
  })
  const targets = web.flatMap(({ ip, port }) => (ip && port ? [{ host: ip, port }] : []))
  if (targets.length === 0) return
  await setRoute(ctx, appEnvironmentId, { state: 'LIVE', targets })
  await applyRoutes(ctx)
}
