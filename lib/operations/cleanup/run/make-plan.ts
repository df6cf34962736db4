import type { CleanupPlan } from '@/lib/core/cleanup/plan'
import { type CleanupFacts, planCleanup } from '@/lib/core/cleanup/plan-cleanup'
import type { WorkerContext } from '../../worker-context'
import { readPolicy } from '../policy'
import type { DiskUsage } from '../schema'
import { imageFacts } from './image-facts'
import { environments, orphanLogs, orphanMirrors, orphanVolumes } from './orphans'

/**
 * Looks at what is there, then at the rows that know it: what was made in between has a row that is seen. After a
 * deployment only at images, which costs little.
 */
export async function makePlan(
  ctx: WorkerContext,
  { imagesOnly }: { imagesOnly: boolean },
): Promise<{ plan: CleanupPlan; usage: DiskUsage | null }> {
  const found = await ctx.storage.images()
  const containers = await ctx.docker.list({})
  const { usage, ...others } = imagesOnly ? NOTHING_ELSE : await everythingElse(ctx, found.length)
  const rows = await imageFacts(ctx.db, ctx.worker.namespace)
  const images = found.map(image => ({
    ...image,
    // What goes with it is less than its whole size, and not known when the engine was not asked.
    sizeBytes: usage ? (usage.ownBytes.get(image.id) ?? image.sizeBytes) : null,
  }))
  const plan = planCleanup({
    ...rows,
    ...others,
    policy: await readPolicy(ctx.db),
    images,
    containers: containers.map(({ name, imageId }) => ({ name, imageId })),
    imageless: await imageless(ctx, rows, found),
  })
  return { plan, usage: usage?.disk ?? null }
}

type OtherFacts = Pick<
  CleanupFacts,
  | 'buildCacheBytes'
  | 'networks'
  | 'environments'
  | 'orphanLogs'
  | 'orphanMirrors'
  | 'leftovers'
  | 'orphanVolumes'
>

interface Everything extends OtherFacts {
  usage: { disk: DiskUsage; ownBytes: Map<string, number> } | null
}

const NOTHING_ELSE: Everything = {
  usage: null,
  buildCacheBytes: null,
  networks: [],
  environments: { ids: new Set(), networks: new Set() },
  orphanLogs: [],
  orphanMirrors: [],
  leftovers: [],
  orphanVolumes: [],
}

async function everythingElse(ctx: WorkerContext, imageCount: number): Promise<Everything> {
  const usage = await ctx.storage.usage()
  const networks = await ctx.storage.networks()
  const volumes = await ctx.storage.volumes()
  const logs = await ctx.logs.list()
  const mirrors = await ctx.git.mirrors()
  const leftovers = await ctx.leftovers.list()
  const sum = (things: { sizeBytes: number }[]) => things.reduce((total, thing) => total + thing.sizeBytes, 0)
  return {
    buildCacheBytes: usage.buildCacheBytes,
    networks,
    environments: await environments(ctx),
    orphanLogs: await orphanLogs(ctx, logs),
    orphanMirrors: (await orphanMirrors(ctx, mirrors)).map(({ mirrorId, sizeBytes }) => ({
      name: mirrorId,
      sizeBytes,
    })),
    leftovers: leftovers.map(({ path, sizeBytes }) => ({ name: path, sizeBytes })),
    orphanVolumes: await orphanVolumes(ctx, volumes),
    usage: {
      ownBytes: usage.ownBytes,
      disk: {
        images: usage.imagesBytes,
        imageCount,
        buildCache: usage.buildCacheBytes,
        logs: sum(logs),
        mirrors: sum(mirrors),
      },
    },
  }
}

type RowFacts = Awaited<ReturnType<typeof imageFacts>>

/**
 * Builds whose image somebody removed by hand. The engine is asked by the image's id, whatever its labels; builds that
 * a deployment or a container is busy with are left to them.
 */
async function imageless(
  ctx: WorkerContext,
  { builds, releases, deployments, instances }: RowFacts,
  images: { id: string }[],
): Promise<CleanupFacts['imageless']> {
  const there = new Set(images.map(({ id }) => id))
  const busyReleases = new Set([
    ...instances.map(({ releaseId }) => releaseId),
    ...deployments.flatMap(({ releaseId, sourceReleaseId }) => [releaseId, sourceReleaseId]),
  ])
  const busy = new Set([
    ...releases.flatMap(({ id, buildId }) => (busyReleases.has(id) ? [buildId] : [])),
    ...deployments.map(({ buildId }) => buildId),
  ])
  const missing = builds.filter(
    ({ id, imageIds }) => !busy.has(id) && imageIds.some(imageId => !there.has(imageId)),
  )
  const gone = await Promise.all(missing.map(async build => !(await allThere(ctx, build.imageIds))))
  return missing.filter((_, index) => gone[index]).map(({ id, name }) => ({ id, name }))
}

const allThere = async (ctx: WorkerContext, imageIds: string[]) =>
  (await Promise.all(imageIds.map(ctx.docker.imageExists))).every(Boolean)
