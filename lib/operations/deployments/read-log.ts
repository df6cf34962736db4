import { deploymentLogName, runtimeLogName } from '@/lib/core/logs/names'
import { defineOperation } from '../define'
import { projectOfAppEnvironment, projectOfDeployment } from '../project-of'
import * as schema from './schema'

/** Lines of a deployment's log. */
export const readDeploymentLog = defineOperation({
  name: 'deployments.log',
  access: {
    kind: 'project',
    permission: 'logs.view',
    project: (ctx, input) => projectOfDeployment(ctx, input.deploymentId),
    what: 'deployment',
  },
  ...schema.readDeploymentLog,
  run: (ctx, { deploymentId, ...query }) => ctx.logs.read(deploymentLogName(deploymentId), query),
})

/** Lines an app's containers wrote, with search. */
export const readRuntimeLog = defineOperation({
  name: 'logs.read',
  access: {
    kind: 'project',
    permission: 'logs.view',
    project: (ctx, input) => projectOfAppEnvironment(ctx, input.appEnvironmentId),
    what: 'app environment',
  },
  ...schema.readRuntimeLog,
  run: (ctx, { appEnvironmentId, ...query }) => ctx.logs.read(runtimeLogName(appEnvironmentId), query),
})
