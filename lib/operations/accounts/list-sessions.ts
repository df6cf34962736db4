import { defineOperation } from '../define'
import { requirePerson } from '../require-person'
import * as schema from './schema'

/** Where the person who asks is signed in, the newest use first. */
export const listSessions = defineOperation({
  name: 'sessions.list',
  access: { kind: 'user' },
  ...schema.listSessions,
  async run(ctx) {
    const { userId, sessionId } = requirePerson(ctx)
    const rows = await ctx.db.session.findMany({
      where: { userId, expiresAt: { gt: ctx.clock.now() } },
      orderBy: { lastSeenAt: 'desc' },
    })
    return {
      sessions: rows.map(({ id, createdAt, lastSeenAt, ip, userAgent }) => ({
        id,
        current: id === sessionId,
        createdAt: createdAt.toISOString(),
        lastSeenAt: lastSeenAt.toISOString(),
        ip,
        userAgent,
      })),
    }
  },
})
