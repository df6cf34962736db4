import { deploymentLogName, runtimeLogName } from '@/lib/core/logs/names'
import { LABEL, networkName } from '@/lib/core/run/names'
import { appNetwork } from '../deployments/run/surroundings'
import { applyRoutes, nextGeneration } from '../routes/apply-routes'
import type { WorkerContext } from '../worker-context'

/**
 * The worker's part of deleting an app: routes, containers, images, networks nobody else uses, logs, the mirror, and
 * last the rows. Each part may be gone already, so that it can be done again after a crash.
 */
export async function removeApp(ctx: WorkerContext, appId: string): Promise<void> {
  const app = await ctx.db.app.findUnique({
    where: { id: appId },
    include: {
      project: true,
      appEnvironments: {
        include: { environment: true, volumes: true, deployments: { select: { id: true } } },
      },
    },
  })
  if (!app?.deletingAt) return
  if (await deploymentsEnding(ctx, appId)) throw new Error(`deployments of ${appId} are still ending`)
  const pairs = app.appEnvironments
  await ctx.db.route.deleteMany({ where: { appEnvironmentId: { in: pairs.map(({ id }) => id) } } })
  await nextGeneration(ctx.db)
  await applyRoutes(ctx)
  const containers = await ctx.docker.list({ [LABEL.app]: appId })
  await Promise.all(
    containers.map(async ({ name }) => {
      await ctx.docker.stop(name, 10)
      await ctx.docker.remove(name)
    }),
  )
  // By label, not by row: an image that was built again has left its name, and no row knows it.
  const images = (await ctx.storage.images()).filter(image => image.appId === appId)
  for (const { id } of images) await ctx.storage.removeImage(id)
  for (const { engineName } of pairs.flatMap(({ volumes }) => volumes))
    await ctx.docker.removeVolume(engineName)
  for (const pair of pairs) await ctx.docker.removeNetwork(appNetwork(ctx, { ...pair, app }).name)
  for (const { environment } of pairs) await removeNetworkIfUnused(ctx, app.project.slug, environment, appId)
  for (const pair of pairs) {
    await ctx.logs.remove(runtimeLogName(pair.id))
    for (const { id } of pair.deployments) await ctx.logs.remove(deploymentLogName(id))
  }
  await ctx.git.removeMirror(appId)
  await removeRows(ctx, appId, pairs)
}

/** Tells running deployments to end; returns whether some still run. */
async function deploymentsEnding(ctx: WorkerContext, appId: string): Promise<boolean> {
  const open = await ctx.db.deployment.findMany({ where: { finishedAt: null, appEnvironment: { appId } } })
  const now = ctx.clock.now()
  for (const { id } of open) {
    await ctx.db.deployment.updateMany({
      where: { id, cancelRequestedAt: null },
      data: { cancelRequestedAt: now, cancelledBy: 'the deletion of the app' },
    })
    await ctx.db.deployment.updateMany({
      where: { id, phase: 'QUEUED' },
      data: { phase: 'CANCELLED', finishedAt: now },
    })
    await ctx.events.publish(`deployment-cancel:${id}`)
  }
  return (await ctx.db.deployment.count({ where: { finishedAt: null, appEnvironment: { appId } } })) > 0
}

async function removeNetworkIfUnused(
  ctx: WorkerContext,
  project: string,
  environment: { id: string; slug: string },
  appId: string,
): Promise<void> {
  const others = await ctx.db.instance.count({
    where: { appEnvironment: { environmentId: environment.id, appId: { not: appId } } },
  })
  if (others > 0) return
  await ctx.docker.removeNetwork(
    networkName({ namespace: ctx.worker.namespace, project, environment: environment.slug }),
  )
}

async function removeRows(
  ctx: WorkerContext,
  appId: string,
  pairs: { id: string; variableSetId: string }[],
): Promise<void> {
  await ctx.db.$transaction(async tx => {
    await tx.appEnvironment.deleteMany({ where: { id: { in: pairs.map(({ id }) => id) } } })
    await tx.variableSet.deleteMany({
      where: { id: { in: pairs.map(({ variableSetId }) => variableSetId) } },
    })
    await tx.app.delete({ where: { id: appId } })
  })
}
