import { createHmac } from 'node:crypto'
import { encode } from 'next-auth/jwt'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { clientAddress } from '@/lib/api/client-address'
import { sessionCookieName, sessionIdOf } from '@/lib/api/session-cookie'
import { ask, cookieOf, send } from '../support/api'
import { person, type TestRuntime, testRuntime } from '../support/context'

let at: TestRuntime
beforeAll(async () => {
  at = await testRuntime()
})
afterAll(() => at.close())

const status = async (cookie: string) => (await send(at, '/api/v1/account', { headers: { cookie } })).status

describe('the session cookie', () => {
  test('is good until the session ends', async () => {
    const ada = await person(at)
    const cookie = await cookieOf(at, ada.sessionId)
    expect(await status(cookie)).toBe(200)
    expect(await status(`a=b; ${cookie}; c=d`)).toBe(200)
    await at.runtime.db.session.delete({ where: { id: ada.sessionId } })
    expect(await status(cookie)).toBe(401)
  })

  test('revoking a session ends it at once', async () => {
    const ada = await person(at)
    const there = await person(at)
    await at.runtime.db.session.update({ where: { id: there.sessionId }, data: { userId: ada.userId } })
    const cookie = await cookieOf(at, there.sessionId)
    expect(await status(cookie)).toBe(200)
    const answer = await ask(at, { session: ada.sessionId }, 'sessions.revoke', {
      sessionId: there.sessionId,
    })
    expect(answer.status).toBe(200)
    expect(await status(cookie)).toBe(401)
  })

  test('a forged one is nobody', async () => {
    const { sessionId } = await person(at)
    const name = sessionCookieName(at.runtime.config)
    const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
    const payload = part({ sid: sessionId })
    const hs256 = `${part({ alg: 'HS256' })}.${payload}`
    const right = (await cookieOf(at, sessionId)).slice(name.length + 1)
    const forged = [
      await encode({ token: { sid: sessionId }, secret: 'another secret of the right length' }),
      await encode({ token: { sid: sessionId }, secret: at.runtime.config.sessionSecret, maxAge: -60 }),
      await encode({ token: { sub: sessionId }, secret: at.runtime.config.sessionSecret }),
      await encode({ token: { sid: [sessionId] }, secret: at.runtime.config.sessionSecret }),
      `${part({ alg: 'none' })}.${payload}.`,
      `${hs256}.${createHmac('sha256', at.runtime.config.sessionSecret).update(hs256).digest('base64url')}`,
      `${right.slice(0, -4)}AAAA`,
      sessionId,
      '',
      '.....',
      'x'.repeat(20_000),
    ]
    for (const value of forged)
      expect([value.slice(0, 30), await status(`${name}=${value}`)]).toEqual([value.slice(0, 30), 401])
    expect(await status(`${name}=${right}`)).toBe(200)
  })

  test('with https only the name that sibling hosts cannot set counts', async () => {
    const config = { ...at.runtime.config, publicUrl: 'https://panel.example.test' }
    const value = await encode({ token: { sid: 'ses_x' }, secret: config.sessionSecret })
    const read = (name: string) => sessionIdOf(config, new Headers({ cookie: `${name}=${value}` }))
    expect(await read('__Host-berth-session')).toBe('ses_x')
    expect(await read('berth-session')).toBeNull()
  })
})

describe('the address of a client', () => {
  test.each([
    [null, null],
    ['', null],
    ['192.0.2.1', '192.0.2.1'],
    ['203.0.113.9, 192.0.2.1', '192.0.2.1'],
    ['192.0.2.1, unknown', null],
    ['2001:DB8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:db8::1', '2001:db8::/64'],
    ['::ffff:192.0.2.1', '192.0.2.1'],
    ['::1', '::1'],
    ["' OR 1=1", null],
  ])('X-Forwarded-For %j is %j', (value, address) => {
    expect(clientAddress(new Headers(value === null ? {} : { 'x-forwarded-for': value }))).toBe(address)
  })
})
