import * as z from 'zod'
import type { Prisma, AuditEntry as Row } from '@/lib/adapters/db/generated/client'
import { authorizeProject } from '../authorize'
import type { Context } from '../context'
import { defineOperation } from '../define'
import { seesAllProjects, userIdOf } from '../projects/present'
import { projectById } from '../projects/project-ref'
import type { AuditEntry } from './schema'
import * as schema from './schema'

/** Who did what, newest first: in one project, or in all that the one who asks may see. Administrators see everything. */
export const listAudit = defineOperation({
  name: 'audit.list',
  access: { kind: 'user' },
  ...schema.listAudit,
  async run(ctx, { projectId, limit, before }) {
    if (projectId) {
      await authorizeProject(ctx, 'project.view', () => projectById(ctx, projectId), 'project')
    }
    const rows = await ctx.db.auditEntry.findMany({
      where: { AND: [await visible(ctx, projectId), olderThan(before)] },
      orderBy: [{ at: 'desc' }, { id: 'desc' }],
      take: limit + 1,
    })
    const shown = rows.slice(0, limit)
    const last = shown.at(-1)
    return {
      entries: shown.map(present),
      next: rows.length > limit && last ? `${last.at.toISOString()}_${last.id}` : null,
    }
  },
})

async function visible(ctx: Context, projectId: string | undefined): Promise<Prisma.AuditEntryWhereInput> {
  if (projectId) return { projectId }
  if (seesAllProjects(ctx)) return {}
  const memberships = await ctx.db.membership.findMany({ where: { userId: userIdOf(ctx) ?? '' } })
  return { projectId: { in: memberships.map(membership => membership.projectId) } }
}

const cursor = z.tuple([z.iso.datetime(), z.string()])

/** The page below the entry that `before` names; an unreadable cursor begins at the top. */
function olderThan(before: string | undefined): Prisma.AuditEntryWhereInput {
  const [at, ...id] = before?.split('_') ?? []
  const parsed = cursor.safeParse([at, id.join('_')])
  if (!parsed.success) return {}
  const time = new Date(parsed.data[0])
  return { OR: [{ at: { lt: time } }, { at: time, id: { lt: parsed.data[1] } }] }
}

const detail = z.record(z.string(), z.unknown())

const present = (row: Row): AuditEntry => ({
  id: row.id,
  at: row.at.toISOString(),
  actorName: row.actorName,
  verb: row.verb,
  entityType: row.entityType,
  entityName: row.entityName,
  projectId: row.projectId,
  detail: detail.catch({}).parse(row.detail),
})
