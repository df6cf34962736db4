import type { ContainerSpec, NetworkSpec, VolumeSpec } from '@/lib/core/run/container-spec'
import { appNetworkName, networkName, resourceLabels, volumeName } from '@/lib/core/run/names'
import type { WorkerContext } from '../../worker-context'

/** The rows that say where an instance runs. */
export interface Place {
  id: string
  app: { id: string; slug: string; project: { slug: string } }
  environment: { id: string; slug: string }
}

const partsOf = (ctx: Pick<WorkerContext, 'worker'>, { app, environment }: Place) => ({
  namespace: ctx.worker.namespace,
  project: app.project.slug,
  app: app.slug,
  environment: environment.slug,
})

const labelsOf = (ctx: Pick<WorkerContext, 'worker'>, { id, app, environment }: Place) =>
  resourceLabels({
    namespace: ctx.worker.namespace,
    environmentId: environment.id,
    appId: app.id,
    appEnvironmentId: id,
  })

/** The network that all apps of an environment share. */
export const environmentNetwork = (
  ctx: Pick<WorkerContext, 'worker'>,
  place: Pick<Place, 'app' | 'environment'>,
): NetworkSpec => {
  const { namespace } = ctx.worker
  const { app, environment } = place
  return {
    name: networkName({ namespace, project: app.project.slug, environment: environment.slug }),
    labels: resourceLabels({ namespace, environmentId: environment.id }),
  }
}

/** The network of the services of one app in one environment, where a service has its plain name. */
export const appNetwork = (ctx: Pick<WorkerContext, 'worker'>, place: Place): NetworkSpec => ({
  name: appNetworkName(partsOf(ctx, place)),
  labels: labelsOf(ctx, place),
})

/** A volume of an app in an environment. */
export const volumeOf = (ctx: Pick<WorkerContext, 'worker'>, place: Place, volume: string): VolumeSpec => ({
  name: volumeName({ ...partsOf(ctx, place), volume }),
  labels: labelsOf(ctx, place),
})

/** Makes sure of the networks and volumes that a container needs before it can be made. */
export async function ensureSurroundings(
  ctx: Pick<WorkerContext, 'worker' | 'docker'>,
  place: Place,
  spec: ContainerSpec,
): Promise<void> {
  const wanted = [spec.network, ...(spec.moreNetworks ?? []).map(({ name }) => name)]
  const known = [environmentNetwork(ctx, place), appNetwork(ctx, place)]
  for (const network of known) if (wanted.includes(network.name)) await ctx.docker.ensureNetwork(network)
  for (const { volume } of spec.volumes ?? []) await ctx.docker.ensureVolume(volume)
}
