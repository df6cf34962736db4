import { createHash } from 'node:crypto'
import * as z from 'zod'
import { DomainError } from '@/lib/core/errors'
import type { Context } from '../context'
import { defineOperation } from '../define'
import { writeAudit } from '../mutate'
import { newId } from '../new-id'
import { clearAttempts, countAttempt } from '../rate-limit'

/** A session ends this long after the sign-in, whatever happens. */
export const SESSION_SECONDS = 30 * 24 * 60 * 60
const WINDOW_MS = 15 * 60_000
/** Per address, per account from one address, and per account from everywhere (guesses spread over many addresses). */
const LIMITS = { address: 50, accountFromAddress: 10, account: 100 }

/** Checks e-mail and password and starts a session. Says the same, after the same time, for an unknown account. */
export const signIn = defineOperation({
  name: 'accounts.sign-in',
  access: { kind: 'public' },
  input: z.object({
    email: z.string().max(254),
    password: z.string().max(200),
    /** Of the client, as the proxy saw it. */
    address: z.string().max(100).nullable(),
    userAgent: z.string().nullable(),
  }),
  output: z.object({ sessionId: z.string(), userId: z.string(), name: z.string(), email: z.string() }),
  async run(ctx, { email, password, address, userAgent }) {
    const keys = countersOf(email, address)
    await countAttempt(ctx, { key: keys.address, limit: LIMITS.address, windowMs: WINDOW_MS })
    await countAttempt(ctx, {
      key: keys.accountFromAddress,
      limit: LIMITS.accountFromAddress,
      windowMs: WINDOW_MS,
    })
    await countAttempt(ctx, { key: keys.account, limit: LIMITS.account, windowMs: WINDOW_MS })
    const user = await ctx.db.user.findUnique({ where: { email: email.trim().toLowerCase() } })
    const right = await ctx.passwords.verify(user?.passwordHash ?? null, password)
    if (!user || !right) {
      ctx.log.warn({ address, userId: user?.id }, 'a sign-in failed')
      throw new DomainError('unauthenticated', 'The e-mail address or the password is wrong.')
    }
    await clearAttempts(ctx, keys.accountFromAddress)
    const sessionId = await startSession(ctx, { user, address, userAgent })
    return { sessionId, userId: user.id, name: user.name, email: user.email }
  },
})

/** Keys of fixed length, and no e-mail address in the table. */
function countersOf(email: string, address: string | null) {
  const account = createHash('sha256').update(email.trim().toLowerCase()).digest('hex').slice(0, 32)
  const from = address ?? 'unknown'
  return {
    address: `sign-in:address:${from}`,
    accountFromAddress: `sign-in:account:${account}:${from}`,
    account: `sign-in:account:${account}`,
  }
}

async function startSession(
  ctx: Context,
  about: {
    user: { id: string; name: string; isAdmin: boolean }
    address: string | null
    userAgent: string | null
  },
): Promise<string> {
  const { id: userId, name, isAdmin } = about.user
  const now = ctx.clock.now()
  const sessionId = newId('session')
  await ctx.db.$transaction(async tx => {
    await tx.session.deleteMany({ where: { userId, expiresAt: { lte: now } } })
    await tx.session.create({
      data: {
        id: sessionId,
        userId,
        createdAt: now,
        lastSeenAt: now,
        expiresAt: new Date(now.getTime() + SESSION_SECONDS * 1000),
        ip: about.address,
        userAgent: about.userAgent?.slice(0, 300) ?? null,
      },
    })
    const actor = { kind: 'user', userId, name, isAdmin, sessionId } as const
    await writeAudit({ ...ctx, actor }, tx, {
      verb: 'session.create',
      entityType: 'session',
      entityId: sessionId,
      entityName: name,
      detail: { address: about.address },
    })
  })
  return sessionId
}
