import type { Actor } from '@/lib/core/access/actor'
import type { Context } from '../context'
import { API_TOKEN_PREFIX, hashSecretToken } from './secret-token'

/** How stale "last seen" and "last used" may be: one write per minute at most. */
const SEEN_MS = 60_000

/** The person a session belongs to; null when it ended. */
export async function actorOfSession(
  ctx: Omit<Context, 'actor'>,
  sessionId: string,
): Promise<Extract<Actor, { kind: 'user' }> | null> {
  const now = ctx.clock.now()
  const session = await ctx.db.session.findUnique({ where: { id: sessionId }, include: { user: true } })
  if (!session || session.expiresAt <= now) return null
  if (now.getTime() - session.lastSeenAt.getTime() > SEEN_MS) {
    await ctx.db.session.updateMany({ where: { id: sessionId }, data: { lastSeenAt: now } })
  }
  const { id: userId, name, isAdmin } = session.user
  return { kind: 'user', userId, name, isAdmin, sessionId }
}

/** The API token with this secret; null when there is none, or it expired. */
export async function actorOfToken(
  ctx: Omit<Context, 'actor'>,
  secret: string,
): Promise<Extract<Actor, { kind: 'token' }> | null> {
  if (!secret.startsWith(`${API_TOKEN_PREFIX}_`)) return null
  const now = ctx.clock.now()
  const token = await ctx.db.apiToken.findUnique({
    where: { hash: hashSecretToken(secret) },
    include: { user: true },
  })
  if (!token || (token.expiresAt && token.expiresAt <= now)) return null
  if (!token.lastUsedAt || now.getTime() - token.lastUsedAt.getTime() > SEEN_MS) {
    await ctx.db.apiToken.updateMany({ where: { id: token.id }, data: { lastUsedAt: now } })
  }
  const { id: userId, name, isAdmin } = token.user
  return { kind: 'token', userId, name, isAdmin, tokenId: token.id, scope: token.scope }
}
