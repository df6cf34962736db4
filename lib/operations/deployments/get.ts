import { notFound } from '@/lib/core/errors'
import { defineOperation } from '../define'
import { projectOfAppEnvironment, projectOfDeployment } from '../project-of'
import { presentDeployment } from './present'
import * as schema from './schema'

/** One deployment with its steps. */
export const getDeployment = defineOperation({
  name: 'deployments.get',
  access: {
    kind: 'project',
    permission: 'project.view',
    project: (ctx, input) => projectOfDeployment(ctx, input.deploymentId),
    what: 'deployment',
  },
  ...schema.getDeployment,
  run: (ctx, { deploymentId }) => presentDeployment(ctx, deploymentId),
})

/** One deployment by the number on its page. */
export const findDeployment = defineOperation({
  name: 'deployments.find',
  access: {
    kind: 'project',
    permission: 'project.view',
    project: (ctx, input) => projectOfAppEnvironment(ctx, input.appEnvironmentId),
    what: 'app environment',
  },
  ...schema.findDeployment,
  async run(ctx, { appEnvironmentId, number }) {
    const row = await ctx.db.deployment.findUnique({
      where: { appEnvironmentId_number: { appEnvironmentId, number } },
      select: { id: true },
    })
    if (!row) throw notFound('deployment')
    return presentDeployment(ctx, row.id)
  },
})
