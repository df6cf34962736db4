import { notFound } from '@/lib/core/errors'
import type { Context } from './context'

/** Finders of the project an id belongs to, for `access.project`. Each throws "not found" for an unknown id. */
export async function projectOfApp(ctx: Context, appId: string): Promise<string> {
  const row = await ctx.db.app.findUnique({ where: { id: appId }, select: { projectId: true } })
  if (!row) throw notFound('app')
  return row.projectId
}

export async function projectOfAppEnvironment(ctx: Context, appEnvironmentId: string): Promise<string> {
  const row = await ctx.db.appEnvironment.findUnique({
    where: { id: appEnvironmentId },
    select: { app: { select: { projectId: true } } },
  })
  if (!row) throw notFound('app environment')
  return row.app.projectId
}

export async function projectOfEnvironment(ctx: Context, environmentId: string): Promise<string> {
  const row = await ctx.db.environment.findUnique({
    where: { id: environmentId },
    select: { projectId: true },
  })
  if (!row) throw notFound('environment')
  return row.projectId
}

export async function projectOfDeployment(ctx: Context, deploymentId: string): Promise<string> {
  const row = await ctx.db.deployment.findUnique({
    where: { id: deploymentId },
    select: { appEnvironment: { select: { app: { select: { projectId: true } } } } },
  })
  if (!row) throw notFound('deployment')
  return row.appEnvironment.app.projectId
}

export async function projectOfVariableSet(ctx: Context, variableSetId: string): Promise<string> {
  const row = await ctx.db.variableSet.findUnique({
    where: { id: variableSetId },
    select: {
      environment: { select: { projectId: true } },
      appEnvironment: { select: { app: { select: { projectId: true } } } },
    },
  })
  const projectId = row?.environment?.projectId ?? row?.appEnvironment?.app.projectId
  if (!projectId) throw notFound('variable set')
  return projectId
}
