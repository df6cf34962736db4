import { DomainError, notFound } from '@/lib/core/errors'
import { authorizeProject } from '../authorize'
import type { Context } from '../context'

/** A variable set with what it belongs to: an app in an environment, or a whole environment. */
export interface FoundSet {
  id: string
  projectId: string
  dataKey: string
  /** For the audit log: `Shop · Production`, or `Production (shared)`. */
  title: string
  /** Whose configuration it is part of. */
  appEnvironmentIds: string[]
  /** null for sets of an environment. */
  app: { appEnvironmentId: string; hasRelease: boolean } | null
}

/** Throws "not found" for an unknown id. */
export async function findVariableSet(ctx: Context, variableSetId: string): Promise<FoundSet> {
  const row = await ctx.db.variableSet.findUnique({
    where: { id: variableSetId },
    select: {
      id: true,
      environment: { include: { appEnvironments: { select: { id: true } } } },
      appEnvironment: { include: { environment: true, app: { select: { name: true } } } },
    },
  })
  if (row?.appEnvironment) {
    const { id, app, environment, currentReleaseId } = row.appEnvironment
    return {
      id: row.id,
      projectId: environment.projectId,
      dataKey: environment.dataKey,
      title: `${app.name} · ${environment.name}`,
      appEnvironmentIds: [id],
      app: { appEnvironmentId: id, hasRelease: currentReleaseId !== null },
    }
  }
  if (!row?.environment) throw notFound('variable set')
  return {
    id: row.id,
    projectId: row.environment.projectId,
    dataKey: row.environment.dataKey,
    title: `${row.environment.name} (shared)`,
    appEnvironmentIds: row.environment.appEnvironments.map(({ id }) => id),
    app: null,
  }
}

/** Whether the actor, who may see the project, may see values that are not secret. */
export async function maySeeValues(ctx: Context, projectId: string): Promise<boolean> {
  try {
    await authorizeProject(ctx, 'variables.view', async () => projectId, 'variable set')
    return true
  } catch (error) {
    if (error instanceof DomainError && error.code === 'forbidden') return false
    throw error
  }
}
