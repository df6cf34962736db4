import { type Permission, roleMay, tokenMay } from '@/lib/core/access/roles'
import { DomainError, notFound } from '@/lib/core/errors'
import type { Context } from './context'

/** Throws unless a person, or a token that may (`write`: change things), asks. */
export function requireUser(ctx: Context, write: boolean): void {
  const { actor } = ctx
  if (actor.kind === 'user' || actor.kind === 'system') return
  if (actor.kind === 'token') {
    if (write && actor.scope !== 'WRITE')
      throw new DomainError('forbidden', 'This API token may not change things.', {
        fix: 'Use a token with the scope "write".',
      })
    return
  }
  throw actor.kind === 'anonymous'
    ? new DomainError('unauthenticated', 'Sign in first.')
    : new DomainError('forbidden', 'Only people may do this.')
}

export function requireAdmin(ctx: Context): void {
  requireUser(ctx, true)
  const { actor } = ctx
  if (actor.kind === 'system') return
  if ((actor.kind === 'user' || actor.kind === 'token') && actor.isAdmin) return
  throw new DomainError('forbidden', 'Only an administrator may do this.')
}

/**
 * Throws unless the actor has `permission` in the project. Someone who may not even see the project is told that
 * the thing does not exist.
 */
export async function authorizeProject(
  ctx: Context,
  permission: Permission,
  findProject: () => Promise<string>,
  what: string,
): Promise<void> {
  const { actor } = ctx
  const projectId = await findProject()
  if (actor.kind === 'system' || actor.kind === 'worker') return
  if (actor.kind === 'webhook') {
    if (actor.projectId !== projectId || permission !== 'app.deploy') throw notFound(what)
    return
  }
  if (actor.kind === 'anonymous') throw new DomainError('unauthenticated', 'Sign in first.')
  const membership = actor.isAdmin
    ? { role: 'OWNER' as const }
    : await ctx.db.membership.findUnique({ where: { projectId_userId: { projectId, userId: actor.userId } } })
  if (!membership) throw notFound(what)
  const allowed =
    roleMay(membership.role, permission) && (actor.kind === 'user' || tokenMay(actor.scope, permission))
  if (!allowed) {
    throw new DomainError('forbidden', `Your role does not allow this (${permission}).`, {
      fix: 'Ask an owner or administrator of the project.',
    })
  }
}
