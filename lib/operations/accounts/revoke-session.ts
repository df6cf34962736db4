import { notFound } from '@/lib/core/errors'
import { defineOperation } from '../define'
import { mutate } from '../mutate'
import { requirePerson } from '../require-person'
import * as schema from './schema'

/** Ends one session of the person who asks; what it has open is refused from its next request on. */
export const revokeSession = defineOperation({
  name: 'sessions.revoke',
  access: { kind: 'user', write: true },
  ...schema.revokeSession,
  async run(ctx, { sessionId }) {
    const { userId } = requirePerson(ctx)
    await mutate(ctx, async tx => {
      const { count } = await tx.session.deleteMany({ where: { id: sessionId, userId } })
      if (count === 0) throw notFound('session')
      return {
        result: undefined,
        audit: { verb: 'session.revoke', entityType: 'session', entityId: sessionId, entityName: 'session' },
      }
    })
    return { ok: true as const }
  },
})
