import type { Transaction } from '@/lib/adapters/db/client'
import type { Environment } from '@/lib/adapters/db/generated/client'
import type { Context } from '../context'
import { newId } from '../new-id'

/** Writes an environment with its empty variable set and a data key of its own. */
export async function insertEnvironment(
  ctx: Context,
  tx: Transaction,
  fields: Pick<Environment, 'projectId' | 'slug' | 'name' | 'kind' | 'position'>,
): Promise<Environment> {
  const set = await tx.variableSet.create({ data: { id: newId('variableSet') } })
  return tx.environment.create({
    data: {
      id: newId('environment'),
      ...fields,
      dataKey: ctx.secrets.newDataKey(),
      variableSetId: set.id,
      createdAt: ctx.clock.now(),
    },
  })
}
