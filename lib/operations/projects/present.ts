import type * as z from 'zod'
import type { Environment, Prisma } from '@/lib/adapters/db/generated/client'
import type { Role } from '@/lib/core/access/roles'
import type { Context } from '../context'
import type { environmentSummary, projectSummary } from './schema'

/** The rows that a project is shown with. */
export const projectParts = (userId: string | null) =>
  ({
    environments: { orderBy: [{ position: 'asc' }, { createdAt: 'asc' }] },
    memberships: { where: { userId: userId ?? '' } },
    _count: { select: { apps: { where: { deletingAt: null } } } },
  }) satisfies Prisma.ProjectInclude

type Row = Prisma.ProjectGetPayload<{ include: ReturnType<typeof projectParts> }>

/** The person behind the actor; null for Berth itself. */
export const userIdOf = ({ actor }: Context): string | null =>
  actor.kind === 'user' || actor.kind === 'token' ? actor.userId : null

/** Administrators, and Berth itself, see every project. */
export const seesAllProjects = ({ actor }: Context): boolean =>
  actor.kind === 'user' || actor.kind === 'token' ? actor.isAdmin : actor.kind === 'system'

export const presentEnvironment = (row: Environment): z.output<typeof environmentSummary> => ({
  id: row.id,
  slug: row.slug,
  name: row.name,
  kind: row.kind,
  variableSetId: row.variableSetId,
})

/** A project as lists show it, with the role of the one who asks. */
export function presentProject(ctx: Context, row: Row): z.output<typeof projectSummary> {
  const role: Role = seesAllProjects(ctx) ? 'OWNER' : (row.memberships[0]?.role ?? 'VIEWER')
  return {
    id: row.id,
    slug: row.slug,
    name: row.name,
    createdAt: row.createdAt.toISOString(),
    role,
    appCount: row._count.apps,
    environments: row.environments.map(presentEnvironment),
  }
}

/** One project as the one who asks sees it. */
export async function loadProject(ctx: Context, projectId: string): Promise<z.output<typeof projectSummary>> {
  const row = await ctx.db.project.findUniqueOrThrow({
    where: { id: projectId },
    include: projectParts(userIdOf(ctx)),
  })
  return presentProject(ctx, row)
}
