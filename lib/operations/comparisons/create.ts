import { type Comparison, Prisma } from '@/lib/adapters/db/generated/client'
import { DomainError, notFound } from '@/lib/core/errors'
import { commitComparison } from '@/lib/core/git/comparison'
import type { Context } from '../context'
import { defineOperation } from '../define'
import { newId } from '../new-id'
import { projectOfApp } from '../project-of'
import { isLost, presentComparison } from './present'
import * as schema from './schema'

/** Kept per app; the oldest can be asked for again. */
const KEPT = 100

/** Asks a worker what lies between the commits of two releases. Pending at first; `comparisons.get` has the result. */
export const createComparison = defineOperation({
  name: 'comparisons.create',
  access: {
    kind: 'project',
    permission: 'project.view',
    project: (ctx, input) => projectOfApp(ctx, input.appId),
    what: 'app',
  },
  ...schema.createComparison,
  async run(ctx, { appId, fromReleaseId, toReleaseId }) {
    const app = await ctx.db.app.findUniqueOrThrow({ where: { id: appId } })
    if (app.deletingAt) throw new DomainError('conflict', `${app.name} is being deleted.`)
    const [fromSha, toSha] = await Promise.all([
      commitOf(ctx, appId, fromReleaseId),
      commitOf(ctx, appId, toReleaseId),
    ])
    const now = ctx.clock.now()
    const pair = { appId, fromSha, toSha }
    const known = await ctx.db.comparison.findUnique({ where: { appId_fromSha_toSha: pair } })
    if (known && isSettled(known, now)) return presentComparison(known, now)
    const row = await ctx.db.comparison.upsert({
      where: { appId_fromSha_toSha: pair },
      create: { id: newId('comparison'), ...pair, requestedAt: now },
      update: {
        status: 'PENDING',
        result: Prisma.DbNull,
        problem: Prisma.DbNull,
        requestedAt: now,
        finishedAt: null,
      },
    })
    await ctx.queue.enqueue('comparison.run', { comparisonId: row.id }, { key: row.id })
    await removeOld(ctx, appId)
    return presentComparison(row, now)
  },
})

async function commitOf(ctx: Context, appId: string, releaseId: string): Promise<string> {
  const release = await ctx.db.release.findFirst({
    where: { id: releaseId, appEnvironment: { appId } },
    select: { build: { select: { commitSha: true } } },
  })
  if (!release) throw notFound('release')
  return release.build.commitSha
}

/** Answered for good, or being worked on. A commit that could not be found may be back. */
function isSettled(row: Comparison, now: Date): boolean {
  if (row.status === 'PENDING') return !isLost(row, now)
  return row.status === 'DONE' && commitComparison.parse(row.result).relation !== 'unknown'
}

async function removeOld(ctx: Context, appId: string): Promise<void> {
  const old = await ctx.db.comparison.findMany({
    where: { appId },
    orderBy: { requestedAt: 'desc' },
    skip: KEPT,
    select: { id: true },
  })
  if (old.length > 0) await ctx.db.comparison.deleteMany({ where: { id: { in: old.map(({ id }) => id) } } })
}
