import { DomainError, notFound } from '@/lib/core/errors'
import { defineOperation } from '../define'
import { mutate } from '../mutate'
import { projectOfVariableSet } from '../project-of'
import { findVariableSet } from './find-set'
import * as schema from './schema'
import { openValue } from './sealing'

/** The value of a variable that is not secret; who looked is written down. */
export const revealVariable = defineOperation({
  name: 'variables.reveal',
  access: {
    kind: 'project',
    permission: 'variables.reveal',
    project: (ctx, input) => projectOfVariableSet(ctx, input.variableSetId),
    what: 'variable set',
  },
  ...schema.revealVariable,
  async run(ctx, { variableSetId, name }) {
    const set = await findVariableSet(ctx, variableSetId)
    return mutate(ctx, async tx => {
      const row = await tx.variable.findUnique({ where: { setId_name: { setId: set.id, name } } })
      if (!row) throw notFound('variable')
      if (row.secret) {
        throw new DomainError('forbidden', `${name} is a secret: it can be replaced, but not shown.`, {
          fix: 'Enter a new value.',
        })
      }
      return {
        result: { value: openValue(ctx, set.dataKey, row) },
        audit: {
          verb: 'variables.reveal',
          entityType: 'variable-set',
          entityId: set.id,
          entityName: set.title,
          projectId: set.projectId,
          detail: { name },
        },
      }
    })
  },
})
