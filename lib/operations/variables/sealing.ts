import type { Context } from '../context'

/** A stored variable with the key of its environment. */
export interface SealedVariable {
  id: string
  valueSealed: string
}

const contextOf = (variableId: string) => `variable:${variableId}:value`

/** Seals a variable's value to its row: it does not open in another. */
export const sealValue = (
  ctx: Pick<Context, 'secrets'>,
  dataKey: string,
  id: string,
  value: string,
): string => ctx.secrets.seal(dataKey, contextOf(id), value)

/** Throws when the value was changed or belongs to another row. */
export const openValue = (
  ctx: Pick<Context, 'secrets'>,
  dataKey: string,
  { id, valueSealed }: SealedVariable,
): string => ctx.secrets.open(dataKey, contextOf(id), valueSealed)
