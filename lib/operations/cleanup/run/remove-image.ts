import type { Transaction } from '@/lib/adapters/db/client'
import { planImages } from '@/lib/core/cleanup/images'
import type { WorkerContext } from '../../worker-context'
import { imageFacts } from './image-facts'

/** The engine has two minutes for each of an image's names. */
const TIMEOUT_MS = 10 * 60_000

export type Removed = { removed: true } | { removed: false; reason: string }

/**
 * Removes an image if nothing needs it now. The rows of its builds are locked meanwhile: a deployment or a rollback
 * that wants one of them waits, and then finds that its image is gone, or was seen here and keeps it. A crash between
 * the engine and the rows leaves builds without image, which the next run tells their rows.
 */
export async function removeImage(ctx: WorkerContext, imageId: string): Promise<Removed> {
  const image = (await ctx.storage.images()).find(({ id }) => id === imageId)
  const containers = (await ctx.docker.list({})).map(({ name, imageId: of }) => ({ name, imageId: of }))
  return ctx.db.$transaction(
    async tx => {
      await lockBuilds(tx, imageId, image?.appId ?? null)
      if (image) {
        const facts = await imageFacts(tx, ctx.worker.namespace, image.appId ?? undefined)
        const [kept] = planImages({ ...facts, images: [image], containers }).keep
        if (kept) return { removed: false, reason: kept.reason }
      }
      const removal = image ? await ctx.storage.removeImage(imageId) : 'missing'
      if (removal === 'in-use')
        return { removed: false, reason: 'A container is made from it, or somebody gave it another name.' }
      await tx.build.updateMany({ where: { imageId }, data: { imageId: null } })
      return { removed: true }
    },
    { timeout: TIMEOUT_MS },
  )
}

/**
 * Rows of the image's builds, and those of its app whose build might make this very image again: an image that was
 * made twice from the same cache has the same id.
 */
async function lockBuilds(tx: Transaction, imageId: string, appId: string | null): Promise<void> {
  await tx.$queryRaw`
    SELECT id FROM "Build"
    WHERE "imageId" = ${imageId} OR ("appId" = ${appId} AND "imageId" IS NULL)
    ORDER BY id FOR UPDATE`
}
