import * as z from 'zod'
import { defineOperation } from '../define'
import { newId } from '../new-id'
import { lockUntilEnd } from '../transactions'
import { hashSecretToken, newSecretToken, SETUP_PREFIX } from './secret-token'

/** The one-time link that creates the first administrator; null when there is a user. Earlier links stop working. */
export const issueSetupLink = defineOperation({
  name: 'setup.issue-link',
  access: { kind: 'worker' },
  input: z.object({}),
  output: z.object({ url: z.string().nullable() }),
  async run(ctx) {
    const token = newSecretToken(SETUP_PREFIX)
    return ctx.db.$transaction(async tx => {
      await lockUntilEnd(tx, 'setup')
      if ((await tx.user.count()) > 0) return { url: null }
      await tx.setupLink.deleteMany({ where: { usedAt: null } })
      await tx.setupLink.create({
        data: { id: newId('setupLink'), hash: hashSecretToken(token), createdAt: ctx.clock.now() },
      })
      return { url: `${ctx.settings.publicUrl}/setup?token=${token}` }
    })
  },
})
