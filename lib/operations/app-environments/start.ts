import { DomainError } from '@/lib/core/errors'
import { defineOperation } from '../define'
import { createConfigurationDeployment } from '../deployments/create-configuration'
import { projectOfAppEnvironment } from '../project-of'
import * as schema from './schema'

/** Starts a stopped app again with its current release and the saved configuration. */
export const startAppEnvironment = defineOperation({
  name: 'app-environments.start',
  access: {
    kind: 'project',
    permission: 'app.deploy',
    project: (ctx, input) => projectOfAppEnvironment(ctx, input.appEnvironmentId),
    what: 'app environment',
  },
  ...schema.startAppEnvironment,
  async run(ctx, { appEnvironmentId }) {
    const target = await ctx.db.appEnvironment.findUniqueOrThrow({ where: { id: appEnvironmentId } })
    if (target.desiredState === 'RUNNING' && target.currentReleaseId) {
      throw new DomainError('conflict', 'The app is not stopped.')
    }
    const { id, number } = await createConfigurationDeployment(ctx, { appEnvironmentId, kind: 'START' })
    return { deploymentId: id, number }
  },
})
