import type { CleanupItem, CleanupKind, CleanupOutcome } from '@/lib/core/cleanup/plan'
import { EngineUnavailable } from '@/lib/core/errors'
import { serviceImages } from '@/lib/core/run/service-images'
import type { Removal } from '@/lib/ports/storage'
import type { WorkerContext } from '../../worker-context'
import { readPolicy } from '../policy'
import { environments, orphanLogs, orphanMirrors } from './orphans'
import { removeImage } from './remove-image'

const MB = 1024 * 1024

type Work = (ctx: WorkerContext, item: CleanupItem) => Promise<CleanupOutcome>

const removed = (freedBytes: number): CleanupOutcome => ({ state: 'removed', note: null, freedBytes })
const kept = (note: string): CleanupOutcome => ({ state: 'kept', note, freedBytes: 0 })
const NEEDED = 'It is needed again.'

/** Each looks once more whether the thing may go, and removes it if it is there: it may be done again after a crash. */
const WORK: Record<CleanupKind, Work> = {
  async image(ctx, { id, sizeBytes }) {
    const result = await removeImage(ctx, id)
    return result.removed ? removed(sizeBytes ?? 0) : kept(result.reason)
  },
  async 'build-record'(ctx, { id }) {
    const build = await ctx.db.build.findUnique({ where: { id }, select: { imageId: true, images: true } })
    const { imageId } = build ?? {}
    const all = imageId ? [imageId, ...Object.values(serviceImages(build?.images))] : []
    const there = await Promise.all(all.map(ctx.docker.imageExists))
    if (there.length > 0 && there.every(Boolean)) return kept('Its image is there again.')
    if (imageId) await ctx.db.build.updateMany({ where: { id, imageId }, data: { imageId: null } })
    return removed(0)
  },
  async 'build-cache'(ctx) {
    const { buildCacheMb } = await readPolicy(ctx.db)
    return removed(await ctx.storage.pruneBuildCache(buildCacheMb * MB))
  },
  async network(ctx, { id }) {
    if ((await environments(ctx)).networks.has(id)) return kept(NEEDED)
    return ofRemoval(await ctx.storage.removeNetwork(id), 'Containers are in it.')
  },
  async log(ctx, { id, sizeBytes }) {
    if ((await orphanLogs(ctx, [{ name: id }])).length === 0) return kept(NEEDED)
    await ctx.logs.remove(id)
    return removed(sizeBytes ?? 0)
  },
  async mirror(ctx, { id, sizeBytes }) {
    if ((await orphanMirrors(ctx, [{ mirrorId: id }])).length === 0) return kept(NEEDED)
    await ctx.git.removeMirror(id)
    return removed(sizeBytes ?? 0)
  },
  async leftover(ctx, { id, sizeBytes }) {
    await ctx.leftovers.remove(id)
    return removed(sizeBytes ?? 0)
  },
  volume: async () => kept('Cleanup never removes a volume.'),
}

const ofRemoval = (removal: Removal, inUse: string) => (removal === 'in-use' ? kept(inUse) : removed(0))

/** Removes one thing if it still may go. An engine that is away is thrown; any other failure is this item's alone. */
export async function carryOut(ctx: WorkerContext, item: CleanupItem): Promise<CleanupOutcome> {
  try {
    return await WORK[item.kind](ctx, item)
  } catch (error) {
    if (error instanceof EngineUnavailable) throw error
    ctx.log.error({ error, kind: item.kind, id: item.id }, 'cleanup could not remove something')
    return { state: 'failed', note: 'It could not be removed; the worker’s log says why.', freedBytes: 0 }
  }
}
