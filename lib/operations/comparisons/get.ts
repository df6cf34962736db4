import { notFound } from '@/lib/core/errors'
import { defineOperation } from '../define'
import { projectOfApp } from '../project-of'
import { presentComparison } from './present'
import * as schema from './schema'

/** The result of a comparison, or that it is still pending. */
export const getComparison = defineOperation({
  name: 'comparisons.get',
  access: {
    kind: 'project',
    permission: 'project.view',
    project: (ctx, input) => projectOfApp(ctx, input.appId),
    what: 'app',
  },
  ...schema.getComparison,
  async run(ctx, { appId, comparisonId }) {
    const row = await ctx.db.comparison.findFirst({ where: { id: comparisonId, appId } })
    if (!row) throw notFound('comparison')
    return presentComparison(row, ctx.clock.now())
  },
})
