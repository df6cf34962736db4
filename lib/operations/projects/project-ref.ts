import { notFound } from '@/lib/core/errors'
import type { Context } from '../context'

/** Id of the project that `ref` names by id or slug. Throws "not found". */
export async function projectByRef(ctx: Context, ref: string): Promise<string> {
  const row = await ctx.db.project.findFirst({
    where: { OR: [{ id: ref }, { slug: ref }] },
    select: { id: true },
  })
  if (!row) throw notFound('project')
  return row.id
}

/** Id of the project with this id. Throws "not found". */
export async function projectById(ctx: Context, projectId: string): Promise<string> {
  const row = await ctx.db.project.findUnique({ where: { id: projectId }, select: { id: true } })
  if (!row) throw notFound('project')
  return row.id
}
