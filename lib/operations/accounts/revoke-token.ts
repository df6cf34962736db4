import { notFound } from '@/lib/core/errors'
import { defineOperation } from '../define'
import { mutate } from '../mutate'
import { requirePerson } from '../require-person'
import * as schema from './schema'

/** Revokes an API token of the person who asks. */
export const revokeToken = defineOperation({
  name: 'tokens.revoke',
  access: { kind: 'user', write: true },
  ...schema.revokeToken,
  async run(ctx, { tokenId }) {
    const { userId } = requirePerson(ctx)
    await mutate(ctx, async tx => {
      const token = await tx.apiToken.findFirst({ where: { id: tokenId, userId } })
      if (!token) throw notFound('API token')
      await tx.apiToken.deleteMany({ where: { id: tokenId, userId } })
      return {
        result: undefined,
        audit: { verb: 'token.revoke', entityType: 'token', entityId: tokenId, entityName: token.name },
      }
    })
    return { ok: true as const }
  },
})
