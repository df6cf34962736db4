import { notFound } from '@/lib/core/errors'
import { defineOperation } from '../define'
import { projectByRef } from '../projects/project-ref'
import { presentAppEnvironment } from './present'
import * as schema from './schema'

/** An app in one environment, by the slugs of a page's address. */
export const findAppEnvironment = defineOperation({
  name: 'app-environments.find',
  access: {
    kind: 'project',
    permission: 'project.view',
    project: (ctx, input) => projectByRef(ctx, input.project),
    what: 'project',
  },
  ...schema.findAppEnvironment,
  async run(ctx, { project, environment, app }) {
    const projectId = await projectByRef(ctx, project)
    const row = await ctx.db.appEnvironment.findFirst({
      where: { app: { projectId, slug: app }, environment: { projectId, slug: environment } },
      select: { id: true },
    })
    if (!row) throw notFound('app in this environment')
    return presentAppEnvironment(ctx, row.id)
  },
})
