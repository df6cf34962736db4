import type { Transaction } from '@/lib/adapters/db/client'
import type { Context } from '../context'
import { type FoundSet, maySeeValues } from './find-set'
import type { VariableSet } from './schema'
import { openValue } from './sealing'

/** The set as it is shown: no secret's value, and no value at all to those who may not see them. */
export async function presentVariableSet(
  ctx: Context,
  set: FoundSet,
  db: Transaction = ctx.db,
): Promise<VariableSet> {
  const visible = await maySeeValues(ctx, set.projectId)
  const { id, revision, variables } = await db.variableSet.findUniqueOrThrow({
    where: { id: set.id },
    include: { variables: { orderBy: { name: 'asc' } } },
  })
  return {
    id,
    revision,
    variables: variables.map(row => ({
      name: row.name,
      secret: row.secret,
      value: visible && !row.secret ? openValue(ctx, set.dataKey, row) : null,
      updatedAt: row.updatedAt.toISOString(),
    })),
  }
}
