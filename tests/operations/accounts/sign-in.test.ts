import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { actorOfSession, actorOfToken } from '@/lib/operations/accounts/authenticate'
import { changePassword } from '@/lib/operations/accounts/change-password'
import { createToken } from '@/lib/operations/accounts/create-token'
import { getAccount } from '@/lib/operations/accounts/get'
import { listSessions } from '@/lib/operations/accounts/list-sessions'
import { listTokens } from '@/lib/operations/accounts/list-tokens'
import { revokeSession } from '@/lib/operations/accounts/revoke-session'
import { revokeToken } from '@/lib/operations/accounts/revoke-token'
import { SESSION_SECONDS, signIn } from '@/lib/operations/accounts/sign-in'
import { person, type TestRuntime, testRuntime } from '../../support/context'

const PASSWORD = 'correct horse battery'
const MINUTE_MS = 60_000
let at: TestRuntime
beforeAll(async () => {
  at = await testRuntime()
})
afterAll(() => at.close())

const attempt = (email: string, password: string, address: string | null = null) =>
  signIn(at.as({ kind: 'anonymous' }), { email, password, address, userAgent: 'test' })

describe('sign-in', () => {
  test('the right password starts a session, whatever the case of the address', async () => {
    const ada = await person(at, { password: PASSWORD })
    const { sessionId, userId } = await attempt(` ${ada.email.toUpperCase()} `, PASSWORD, '192.0.2.1')
    expect(userId).toBe(ada.userId)
    expect(await actorOfSession(at.runtime, sessionId)).toEqual({ ...ada.actor, sessionId })
    expect(await at.runtime.db.session.findUnique({ where: { id: sessionId } })).toMatchObject({
      ip: '192.0.2.1',
    })
  })

  test('a wrong password and an unknown account are told apart by nothing', async () => {
    const ada = await person(at, { password: PASSWORD })
    const wrong = await attempt(ada.email, 'wrong').catch(String)
    const unknown = await attempt('nobody@example.test', 'wrong').catch(String)
    expect(wrong).toBe(unknown)
    expect(at.logLines.join('')).not.toContain('nobody@example.test')
  })

  test('ten guesses from one address lock the account for that address only, for a quarter of an hour', async () => {
    const ada = await person(at, { password: PASSWORD })
    const guesses = Array.from({ length: 12 }, () => attempt(ada.email, 'wrong', '192.0.2.2'))
    const codes = (await Promise.allSettled(guesses)).map(result =>
      result.status === 'rejected' ? result.reason.code : 'in',
    )
    expect(codes.filter(code => code === 'too-many')).toHaveLength(2)
    await expect(attempt(ada.email, PASSWORD, '192.0.2.2')).rejects.toMatchObject({ code: 'too-many' })
    await attempt(ada.email, PASSWORD, '192.0.2.3')
    at.advance(15 * MINUTE_MS + 1000)
    await attempt(ada.email, PASSWORD, '192.0.2.2')
  })

  test('an address that tries many accounts is locked', async () => {
    await at.runtime.db.rateCounter.create({
      data: { key: 'sign-in:address:192.0.2.4', windowStart: at.runtime.clock.now(), count: 50 },
    })
    const ada = await person(at, { password: PASSWORD })
    await expect(attempt(ada.email, PASSWORD, '192.0.2.4')).rejects.toMatchObject({
      code: 'too-many',
      extra: { fix: expect.stringMatching(/^Wait \d+ minutes/) },
    })
  })

  test('a session ends by itself', async () => {
    const ada = await person(at, { password: PASSWORD })
    const { sessionId } = await attempt(ada.email, PASSWORD)
    at.advance(SESSION_SECONDS * 1000)
    expect(await actorOfSession(at.runtime, sessionId)).toBeNull()
  })
})

describe('sessions', () => {
  test('each sees and ends their own', async () => {
    const ada = await person(at, { password: PASSWORD })
    const eve = await person(at)
    const { sessionId } = await attempt(ada.email, PASSWORD)
    const ctx = at.as({ ...ada.actor, sessionId })
    const { sessions } = await listSessions(ctx, {})
    expect(sessions.find(({ current }) => current)?.id).toBe(sessionId)
    await expect(revokeSession(at.as(eve.actor), { sessionId })).rejects.toMatchObject({ code: 'not-found' })
    await revokeSession(ctx, { sessionId })
    expect(await actorOfSession(at.runtime, sessionId)).toBeNull()
  })

  test('a new password ends all but the session that set it', async () => {
    const ada = await person(at, { password: PASSWORD })
    const here = await attempt(ada.email, PASSWORD)
    const there = await attempt(ada.email, PASSWORD)
    const ctx = at.as({ ...ada.actor, sessionId: here.sessionId })
    await expect(changePassword(ctx, { current: 'wrong', next: 'trout ladder moss' })).rejects.toMatchObject({
      extra: { field: 'current' },
    })
    await expect(changePassword(ctx, { current: PASSWORD, next: 'password12345' })).rejects.toMatchObject({
      extra: { field: 'next' },
    })
    await changePassword(ctx, { current: PASSWORD, next: 'trout ladder moss' })
    expect(await actorOfSession(at.runtime, here.sessionId)).not.toBeNull()
    expect(await actorOfSession(at.runtime, there.sessionId)).toBeNull()
    await expect(attempt(ada.email, PASSWORD)).rejects.toMatchObject({ code: 'unauthenticated' })
    await attempt(ada.email, 'trout ladder moss')
  })

  test('the current password cannot be guessed without limit', async () => {
    const ada = await person(at, { password: PASSWORD })
    const guess = (current: string) =>
      changePassword(at.as(ada.actor), { current, next: 'trout ladder moss' })
    for (let n = 0; n < 10; n += 1) await expect(guess('wrong')).rejects.toMatchObject({ code: 'invalid' })
    await expect(guess(PASSWORD)).rejects.toMatchObject({ code: 'too-many' })
  })
})

describe('API tokens', () => {
  test('the secret is told once, and stored as a hash', async () => {
    const ada = await person(at)
    const { token, secret } = await createToken(at.as(ada.actor), { name: 'ci', scope: 'DEPLOY' })
    expect(secret).toMatch(/^berth_[\w-]{43}$/)
    expect(secret.startsWith(token.prefix)).toBe(true)
    const stored = JSON.stringify(await at.runtime.db.apiToken.findMany())
    expect(stored).not.toContain(secret.slice(20))
    expect(await actorOfToken(at.runtime, secret)).toMatchObject({ userId: ada.userId, scope: 'DEPLOY' })
    expect((await listTokens(at.as(ada.actor), {})).tokens).toMatchObject([{ id: token.id, name: 'ci' }])
  })

  test('a token expires, and is revoked by its owner only', async () => {
    const ada = await person(at)
    const eve = await person(at)
    const short = await createToken(at.as(ada.actor), { name: 'short', scope: 'READ', expiresInDays: 1 })
    const long = await createToken(at.as(ada.actor), { name: 'long', scope: 'READ', expiresInDays: null })
    const tokenId = long.token.id
    await expect(revokeToken(at.as(eve.actor), { tokenId })).rejects.toMatchObject({ code: 'not-found' })
    at.advance(25 * 60 * MINUTE_MS)
    expect(await actorOfToken(at.runtime, short.secret)).toBeNull()
    expect(await actorOfToken(at.runtime, long.secret)).not.toBeNull()
    await revokeToken(at.as(ada.actor), { tokenId })
    expect(await actorOfToken(at.runtime, long.secret)).toBeNull()
  })

  test('a token cannot make tokens, see sessions or change the password', async () => {
    const ada = await person(at, { isAdmin: true })
    const { secret } = await createToken(at.as(ada.actor), { name: 'all', scope: 'WRITE' })
    const actor = await actorOfToken(at.runtime, secret)
    if (!actor) throw new Error('the token is refused')
    const ctx = at.as(actor)
    expect(await getAccount(ctx, {})).toMatchObject({ id: ada.userId })
    const calls = [
      createToken(ctx, { name: 'more', scope: 'WRITE' }),
      listTokens(ctx, {}),
      listSessions(ctx, {}),
      revokeSession(ctx, { sessionId: ada.sessionId }),
      changePassword(ctx, { current: 'x', next: 'trout ladder moss' }),
    ]
    for (const result of await Promise.allSettled(calls)) {
      expect(result).toMatchObject({ status: 'rejected', reason: { code: 'forbidden' } })
    }
  })

  test.each(['', 'berth_', 'berth_x', "berth_' OR 1=1 --", `berth_${'x'.repeat(10_000)}`, 'setup_x'])(
    'the token %j is nobody',
    async secret => {
      expect(await actorOfToken(at.runtime, secret)).toBeNull()
    },
  )
})
