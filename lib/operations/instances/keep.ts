import type { Instance } from '@/lib/adapters/db/generated/client'
import { LABEL } from '@/lib/core/run/names'
import type { ContainerState } from '@/lib/ports/docker'
import { INSTANCE_PARTS, startInstance } from '../deployments/run/instances'
import { applyRoutes, setRoute } from '../routes/apply-routes'
import type { WorkerContext } from '../worker-context'

/**
 * Sees that what should serve is up: a container that was removed or stopped by hand is made or started again, and one
 * that came back with another address gets its route mended. Containers of ours without a row are removed.
 */
export async function keepInstances(ctx: WorkerContext): Promise<void> {
  const containers = await ctx.docker.list({ [LABEL.namespace]: ctx.worker.namespace })
  const instances = await ctx.db.instance.findMany({
    include: { appEnvironment: { select: { desiredState: true, app: { select: { deletingAt: true } } } } },
  })
  await removeOrphans(ctx, containers, instances)
  const states = new Map(containers.map(state => [state.name, state]))
  const moved = new Set<string>()
  for (const { appEnvironment, ...instance } of instances) {
    const wanted =
      instance.state === 'SERVING' &&
      appEnvironment.desiredState === 'RUNNING' &&
      !appEnvironment.app.deletingAt
    if (wanted && (await keep(ctx, instance, states.get(instance.containerName))))
      moved.add(instance.appEnvironmentId)
  }
  for (const appEnvironmentId of moved) await reroute(ctx, appEnvironmentId)
}

/** A row is written before its container and removed after it, so a container seen before the rows that has none is nobody's. */
async function removeOrphans(
  ctx: WorkerContext,
  containers: ContainerState[],
  instances: Instance[],
): Promise<void> {
  const known = new Set(instances.map(({ containerName }) => containerName))
  for (const { name } of containers) {
    if (known.has(name)) continue
    ctx.log.warn({ container: name }, 'removing a container that belongs to nothing')
    await ctx.docker.stop(name, 10)
    await ctx.docker.remove(name)
  }
}

/** Returns whether the address of a web instance changed. */
async function keep(
  ctx: WorkerContext,
  instance: Instance,
  state: ContainerState | undefined,
): Promise<boolean> {
  const isUp = state?.running || state?.status === 'restarting'
  if (!isUp) {
    const row = await ctx.db.instance.findFirst({
      where: { id: instance.id, state: 'SERVING' },
      include: INSTANCE_PARTS,
    })
    if (!row) return false
    ctx.log.warn(
      { container: row.containerName, status: state?.status ?? 'missing' },
      'a serving container is not up; starting it',
    )
    await startInstance(ctx, row)
    await ctx.docker.keepRunning(row.containerName)
  } else {
    const ip = Object.values(state?.addresses ?? {})[0]
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
