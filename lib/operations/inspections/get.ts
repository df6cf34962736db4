import { notFound } from '@/lib/core/errors'
import * as schema from '../apps/schema'
import { defineOperation } from '../define'
import { projectOfApp } from '../project-of'
import { presentInspection } from './present'

/** The result of an inspection, or that it is still pending. */
export const getInspection = defineOperation({
  name: 'inspections.get',
  access: {
    kind: 'project',
    permission: 'project.view',
    project: (ctx, input) => projectOfApp(ctx, input.appId),
    what: 'app',
  },
  ...schema.getInspection,
  async run(ctx, { appId, inspectionId }) {
    const row = await ctx.db.inspection.findFirst({ where: { id: inspectionId, appId } })
    if (!row) throw notFound('inspection')
    return presentInspection(row, ctx.clock.now())
  },
})
