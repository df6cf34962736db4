import { DomainError } from '@/lib/core/errors'
import * as schema from '../apps/schema'
import { defineOperation } from '../define'
import { newId } from '../new-id'
import { projectOfApp } from '../project-of'
import { presentInspection } from './present'

/** Inspections kept per app; they are looked at once. */
const KEPT = 20

/** Asks a worker to look at the repository. The answer is pending; `inspections.get` has the result. */
export const createInspection = defineOperation({
  name: 'inspections.create',
  access: {
    kind: 'project',
    permission: 'app.configure',
    project: (ctx, input) => projectOfApp(ctx, input.appId),
    what: 'app',
  },
  ...schema.createInspection,
  async run(ctx, { appId, branch }) {
    const app = await ctx.db.app.findUniqueOrThrow({ where: { id: appId } })
    if (app.deletingAt) throw new DomainError('conflict', `${app.name} is being deleted.`)
    const now = ctx.clock.now()
    const row = await ctx.db.inspection.create({
      data: { id: newId('inspection'), appId, branch: branch || null, createdAt: now },
    })
    await ctx.queue.enqueue('inspection.run', { inspectionId: row.id }, { key: row.id })
    const old = await ctx.db.inspection.findMany({
      where: { appId },
      orderBy: { createdAt: 'desc' },
      skip: KEPT,
      select: { id: true },
    })
    if (old.length > 0) await ctx.db.inspection.deleteMany({ where: { id: { in: old.map(({ id }) => id) } } })
    return presentInspection(row, now)
  },
})
