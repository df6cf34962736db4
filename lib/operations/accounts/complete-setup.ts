import { DomainError } from '@/lib/core/errors'
import { defineOperation } from '../define'
import { writeAudit } from '../mutate'
import { newId } from '../new-id'
import { lockUntilEnd } from '../transactions'
import { refuseWeakPassword } from './password-rules'
import * as schema from './schema'
import { hashSecretToken } from './secret-token'
import { setupLinkIsValid } from './setup-link'

/** Creates the first administrator. The link works once, and only while there is no user. */
export const completeSetup = defineOperation({
  name: 'setup.complete',
  access: { kind: 'public' },
  ...schema.completeSetup,
  async run(ctx, { token, name, email, password }) {
    if (!(await setupLinkIsValid(ctx.db, token))) throw await refusal(ctx.db)
    refuseWeakPassword(password, { email, name })
    const passwordHash = await ctx.passwords.hash(password)
    return ctx.db.$transaction(async tx => {
      await lockUntilEnd(tx, 'setup')
      if ((await tx.user.count()) > 0 || !(await setupLinkIsValid(tx, token))) throw await refusal(tx)
      const user = await tx.user.create({
        data: { id: newId('user'), name, email, passwordHash, isAdmin: true, createdAt: ctx.clock.now() },
      })
      await tx.setupLink.update({
        where: { hash: hashSecretToken(token) },
        data: { usedAt: ctx.clock.now() },
      })
      const actor = { kind: 'user', userId: user.id, name, isAdmin: true, sessionId: '' } as const
      await writeAudit({ ...ctx, actor }, tx, {
        verb: 'user.create-first',
        entityType: 'user',
        entityId: user.id,
        entityName: name,
      })
      return { userId: user.id }
    })
  },
})

async function refusal(db: { user: { count(): Promise<number> } }): Promise<DomainError> {
  return (await db.user.count()) > 0
    ? new DomainError('conflict', 'This panel is set up already.', { fix: 'Sign in.' })
    : new DomainError('forbidden', 'This setup link is not valid, or no longer.', {
        fix: 'Run `berth up` again on the server: it prints a new link.',
      })
}
