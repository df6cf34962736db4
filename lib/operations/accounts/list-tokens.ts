import { defineOperation } from '../define'
import { requirePerson } from '../require-person'
import { presentToken } from './present-token'
import * as schema from './schema'

/** The API tokens of the person who asks, the newest first. */
export const listTokens = defineOperation({
  name: 'tokens.list',
  access: { kind: 'user' },
  ...schema.listTokens,
  async run(ctx) {
    const { userId } = requirePerson(ctx)
    const rows = await ctx.db.apiToken.findMany({ where: { userId }, orderBy: { createdAt: 'desc' } })
    return { tokens: rows.map(presentToken) }
  },
})
