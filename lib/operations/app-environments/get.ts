import { defineOperation } from '../define'
import { projectOfAppEnvironment } from '../project-of'
import { presentAppEnvironment } from './present'
import * as schema from './schema'

/** An app in one environment. */
export const getAppEnvironment = defineOperation({
  name: 'app-environments.get',
  access: {
    kind: 'project',
    permission: 'project.view',
    project: (ctx, input) => projectOfAppEnvironment(ctx, input.appEnvironmentId),
    what: 'app environment',
  },
  ...schema.getAppEnvironment,
  run: (ctx, { appEnvironmentId }) => presentAppEnvironment(ctx, appEnvironmentId),
})
