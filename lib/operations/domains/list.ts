import { defineOperation } from '../define'
import { projectOfAppEnvironment } from '../project-of'
import { presentDomain } from './present'
import * as schema from './schema'

/** The hostnames of an app in an environment, the primary one first. */
export const listDomains = defineOperation({
  name: 'domains.list',
  access: {
    kind: 'project',
    permission: 'project.view',
    project: (ctx, input) => projectOfAppEnvironment(ctx, input.appEnvironmentId),
    what: 'app environment',
  },
  ...schema.listDomains,
  async run(ctx, { appEnvironmentId }) {
    const rows = await ctx.db.domain.findMany({
      where: { appEnvironmentId },
      orderBy: [{ isPrimary: 'desc' }, { createdAt: 'asc' }],
    })
    return { domains: rows.map(row => presentDomain(ctx, row)) }
  },
})
