import { defineOperation } from '../define'
import { projectOfVariableSet } from '../project-of'
import { findVariableSet } from './find-set'
import { presentVariableSet } from './present'
import * as schema from './schema'

/** The variables of an environment, or of an app in it. */
export const listVariables = defineOperation({
  name: 'variables.list',
  access: {
    kind: 'project',
    permission: 'project.view',
    project: (ctx, input) => projectOfVariableSet(ctx, input.variableSetId),
    what: 'variable set',
  },
  ...schema.listVariables,
  run: async (ctx, { variableSetId }) => presentVariableSet(ctx, await findVariableSet(ctx, variableSetId)),
})
