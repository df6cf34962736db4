import { defineOperation } from '../define'
import { mutate } from '../mutate'
import { newId } from '../new-id'
import { requirePerson } from '../require-person'
import { presentToken } from './present-token'
import * as schema from './schema'
import { API_TOKEN_PREFIX, hashSecretToken, newSecretToken } from './secret-token'

const DAY_MS = 24 * 60 * 60_000
const SHOWN_CHARACTERS = API_TOKEN_PREFIX.length + 7

/** Makes an API token. Its secret is in this answer and nowhere else. */
export const createToken = defineOperation({
  name: 'tokens.create',
  access: { kind: 'user', write: true },
  ...schema.createToken,
  async run(ctx, { name, scope, expiresInDays }) {
    const { userId } = requirePerson(ctx)
    const secret = newSecretToken(API_TOKEN_PREFIX)
    const now = ctx.clock.now()
    const row = await mutate(ctx, async tx => {
      const created = await tx.apiToken.create({
        data: {
          id: newId('token'),
          userId,
          name,
          scope,
          prefix: secret.slice(0, SHOWN_CHARACTERS),
          hash: hashSecretToken(secret),
          createdAt: now,
          expiresAt: expiresInDays === null ? null : new Date(now.getTime() + expiresInDays * DAY_MS),
        },
      })
      return {
        result: created,
        audit: {
          verb: 'token.create',
          entityType: 'token',
          entityId: created.id,
          entityName: name,
          detail: { scope, expiresInDays },
        },
      }
    })
    return { token: presentToken(row), secret }
  },
})
