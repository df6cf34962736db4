import type { Prisma } from '@/lib/adapters/db/generated/client'
import type { PromotionFacts } from '@/lib/core/deployment/promotion'
import { DomainError, notFound } from '@/lib/core/errors'
import type { Context } from '../context'

const RELEASE = {
  build: true,
  deployments: { orderBy: { number: 'desc' }, take: 1 },
} satisfies Prisma.ReleaseInclude
const PLACE = {
  app: true,
  environment: true,
  currentRelease: { include: RELEASE },
} satisfies Prisma.AppEnvironmentInclude

export type PromotionPlace = Prisma.AppEnvironmentGetPayload<{ include: typeof PLACE }>
export type PromotionRelease = Prisma.ReleaseGetPayload<{ include: typeof RELEASE }>

export interface PromotionRequest {
  appEnvironmentId: string
  fromAppEnvironmentId?: string | undefined
  releaseId?: string | undefined
}

/** Both sides of a promotion. `source` null: the app is in no other environment. */
export interface PromotionSides {
  target: PromotionPlace
  /** The app in its other environments, in their order. */
  others: PromotionPlace[]
  source: PromotionPlace | null
  release: PromotionRelease | null
}

/** Finds what is asked for. Whatever is not of the target's app is "not found", and the target itself is no source. */
export async function findPromotion(ctx: Context, asked: PromotionRequest): Promise<PromotionSides> {
  const { appEnvironmentId, fromAppEnvironmentId, releaseId } = asked
  const target = await ctx.db.appEnvironment.findUnique({ where: { id: appEnvironmentId }, include: PLACE })
  if (!target) throw notFound('app environment')
  const all = await ctx.db.appEnvironment.findMany({
    where: { appId: target.appId },
    include: PLACE,
    orderBy: [{ environment: { position: 'asc' } }, { environment: { createdAt: 'asc' } }],
  })
  const chosen = releaseId ? await findRelease(ctx, target.appId, releaseId) : null
  const fromId = fromAppEnvironmentId ?? chosen?.appEnvironmentId
  if (chosen && chosen.appEnvironmentId !== fromId) throw notFound('release')
  if (fromId === target.id) throw ownRelease(target)
  const others = all.filter(({ id }) => id !== target.id)
  const source = fromId ? others.find(({ id }) => id === fromId) : usualSource(others)
  if (fromId && !source) throw notFound('app environment')
  return {
    target,
    others,
    source: source ?? null,
    release: chosen ?? source?.currentRelease ?? null,
  }
}

async function findRelease(ctx: Context, appId: string, id: string): Promise<PromotionRelease> {
  const release = await ctx.db.release.findFirst({
    where: { id, appEnvironment: { appId } },
    include: RELEASE,
  })
  if (!release) throw notFound('release')
  return release
}

const ownRelease = ({ environment }: PromotionPlace) =>
  new DomainError('invalid', `A release of ${environment.name} cannot be promoted to ${environment.name}.`, {
    field: 'fromAppEnvironmentId',
    fix: 'Roll back to it instead.',
  })

/** Staging, when it is not the target; else the first environment with something that serves. */
const usualSource = (others: PromotionPlace[]) =>
  others.find(({ environment }) => environment.kind === 'STAGING') ??
  others.find(({ currentRelease }) => currentRelease !== null) ??
  others[0]

/** What `mayPromote` decides by. */
export async function promotionFacts(
  ctx: Context,
  { target, source, release }: PromotionSides,
): Promise<PromotionFacts> {
  const underWay =
    release &&
    (await ctx.db.deployment.findFirst({
      where: {
        appEnvironmentId: target.id,
        kind: 'PROMOTION',
        sourceReleaseId: release.id,
        finishedAt: null,
      },
      select: { number: true },
    }))
  return {
    appName: target.app.name,
    appDeleting: target.app.deletingAt !== null,
    from: source?.environment.name ?? 'another environment',
    to: target.environment.name,
    release: release && { wentLive: await wentLive(ctx, release), imageId: release.build.imageId },
    currentImageId: target.currentRelease?.build.imageId ?? null,
    underWay: underWay?.number ?? null,
  }
}

async function wentLive(ctx: Context, release: PromotionRelease): Promise<boolean> {
  const where = { releaseId: release.id, phase: 'SUCCEEDED' as const }
  return (await ctx.db.deployment.count({ where })) > 0
}
