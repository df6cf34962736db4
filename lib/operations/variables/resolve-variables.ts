import { type ResolvedVariables, resolve } from '@/lib/core/variables/resolve'
import type { Context } from '../context'
import { openValue, type SealedVariable } from './sealing'

const VARIABLES = { select: { id: true, name: true, valueSealed: true, secret: true } }

/** The variables of an app in an environment as they are saved now, decrypted. Throws when one cannot be read. */
export async function resolveVariables(
  ctx: Pick<Context, 'db' | 'secrets'>,
  appEnvironmentId: string,
): Promise<ResolvedVariables> {
  const { variableSet, environment } = await ctx.db.appEnvironment.findUniqueOrThrow({
    where: { id: appEnvironmentId },
    select: {
      variableSet: { select: { variables: VARIABLES } },
      environment: { select: { dataKey: true, variableSet: { select: { variables: VARIABLES } } } },
    },
  })
  const open = (row: SealedVariable & { name: string; secret: boolean }) => ({
    name: row.name,
    secret: row.secret,
    value: openValue(ctx, environment.dataKey, row),
  })
  return resolve(environment.variableSet.variables.map(open), variableSet.variables.map(open))
}
