import { defineOperation } from '../define'
import { projectOfAppEnvironment } from '../project-of'
import { DEPLOYMENT_PARTS, presentSummary } from './present'
import * as schema from './schema'

/** Deployments of an app environment, newest first. */
export const listDeployments = defineOperation({
  name: 'deployments.list',
  access: {
    kind: 'project',
    permission: 'project.view',
    project: (ctx, input) => projectOfAppEnvironment(ctx, input.appEnvironmentId),
    what: 'app environment',
  },
  ...schema.listDeployments,
  async run(ctx, { appEnvironmentId, limit, before }) {
    const below = Number(before)
    const rows = await ctx.db.deployment.findMany({
      where: {
        appEnvironmentId,
        ...(Number.isSafeInteger(below) && below > 0 ? { number: { lt: below } } : {}),
      },
      orderBy: { number: 'desc' },
      take: limit + 1,
      include: DEPLOYMENT_PARTS,
    })
    const shown = rows.slice(0, limit)
    return {
      deployments: shown.map(presentSummary),
      next: rows.length > limit ? String(shown.at(-1)?.number) : null,
    }
  },
})
