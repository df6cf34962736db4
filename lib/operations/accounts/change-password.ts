import { DomainError } from '@/lib/core/errors'
import { defineOperation } from '../define'
import { mutate } from '../mutate'
import { clearAttempts, countAttempt } from '../rate-limit'
import { requirePerson } from '../require-person'
import { refuseWeakPassword } from './password-rules'
import * as schema from './schema'

/** Changes the password of the person who asks. Every other session of theirs ends. */
export const changePassword = defineOperation({
  name: 'account.change-password',
  access: { kind: 'user', write: true },
  ...schema.changePassword,
  async run(ctx, { current, next }) {
    const { userId, sessionId } = requirePerson(ctx)
    const key = `change-password:${userId}`
    await countAttempt(ctx, { key, limit: 10, windowMs: 15 * 60_000 })
    const user = await ctx.db.user.findUniqueOrThrow({ where: { id: userId } })
    if (!(await ctx.passwords.verify(user.passwordHash, current))) {
      throw new DomainError('invalid', 'The current password is wrong.', { field: 'current' })
    }
    refuseWeakPassword(next, user, 'next')
    const passwordHash = await ctx.passwords.hash(next)
    await mutate(ctx, async tx => {
      const { count } = await tx.user.updateMany({
        where: { id: userId, passwordHash: user.passwordHash },
        data: { passwordHash },
      })
      if (count === 0) throw new DomainError('conflict', 'The password was changed meanwhile.')
      const ended = await tx.session.deleteMany({ where: { userId, id: { not: sessionId } } })
      return {
        result: undefined,
        audit: {
          verb: 'user.change-password',
          entityType: 'user',
          entityId: userId,
          entityName: user.name,
          detail: { sessionsEnded: ended.count },
        },
      }
    })
    await clearAttempts(ctx, key)
    return { ok: true as const }
  },
})
