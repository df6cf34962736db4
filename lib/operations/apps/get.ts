import { defineOperation } from '../define'
import { projectOfApp } from '../project-of'
import { presentApp } from './present'
import * as schema from './schema'

/** An app: its source and how it is built. */
export const getApp = defineOperation({
  name: 'apps.get',
  access: {
    kind: 'project',
    permission: 'project.view',
    project: (ctx, input) => projectOfApp(ctx, input.appId),
    what: 'app',
  },
  ...schema.getApp,
  run: (ctx, { appId }) => presentApp(ctx, appId),
})
