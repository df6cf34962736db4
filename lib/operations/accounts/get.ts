import { DomainError } from '@/lib/core/errors'
import { defineOperation } from '../define'
import * as schema from './schema'

/** Who asks. */
export const getAccount = defineOperation({
  name: 'account.get',
  access: { kind: 'user' },
  ...schema.getAccount,
  async run(ctx) {
    const { actor } = ctx
    if (actor.kind !== 'user' && actor.kind !== 'token')
      throw new DomainError('forbidden', 'Only people have accounts.')
    const { id, name, email, isAdmin } = await ctx.db.user.findUniqueOrThrow({ where: { id: actor.userId } })
    return { id, name, email, isAdmin }
  },
})
