import { hash } from 'bcryptjs'
import { beforeAll, describe, expect, it } from 'vitest'
import { openWebsocket } from '../../../load/long'
import { ask } from '../client'
import { live, under } from '../under-test'
import { policyStage } from './stage'

const basic = (name: string, password: string) =>
  `Basic ${Buffer.from(`${name}:${password}`).toString('base64')}`

describe('basic auth in nginx', { timeout: 60_000 }, () => {
  const stage = policyStage()
  let users: { name: string; hash: string }[]
  beforeAll(async () => {
    users = [
      { name: 'ann', hash: await hash('correct: horse ü', 8) },
      { name: 'bob', hash: await hash('bob-secret', 8) },
    ]
  })
  const enter = (authorization: string | undefined, from?: string) =>
    ask(stage().nginx.origin, 'app.test', {
      path: '/headers',
      from,
      headers: authorization === undefined ? {} : { Authorization: authorization },
    })

  it('lets in who knows a password, and nobody else', async () => {
    const { documents, blue } = stage()
    await documents.apply(under({ basicAuth: { users } }, live('app.test', blue.target)))
    const refused = await enter(undefined)
    expect([refused.status, refused.headers['www-authenticate']]).toEqual([
      401,
      'Basic realm="app-test", charset="UTF-8"',
    ])
    for (let round = 0; round < 3; round++) {
      expect((await enter(basic('ann', 'correct: horse ü'))).status).toBe(200)
      expect((await enter(basic('bob', 'bob-secret'))).status).toBe(200)
    }
    for (const wrong of [
      basic('ann', 'bob-secret'),
      basic('ann', 'correct: horse ü '),
      basic('bob', 'bob-secret\0x'),
      basic('eve', 'x'),
      basic('', ''),
      basic('ann', users[0]?.hash ?? ''),
    ]) {
      expect((await enter(wrong, '127.0.0.50')).status, wrong).toBe(401)
    }
    for (const wrong of ['Basic', 'Basic !!!', 'Bearer abc', `Digest ${'x'.repeat(5000)}`, 'Basic YW5u']) {
      expect((await enter(wrong, '127.0.0.51')).status, wrong).toBe(401)
    }
    expect((await enter(basic('ann', 'x'.repeat(5000)), '127.0.0.51')).status).toBe(401)
  })

  it('does not hand our password to the app, but leaves the header of an app without it', async () => {
    const { documents, blue } = stage()
    await documents.apply(under({ basicAuth: { users } }, live('app.test', blue.target)))
    const { body } = await enter(basic('ann', 'correct: horse ü'))
    expect(JSON.parse(body).headers).not.toHaveProperty('authorization')
    await documents.apply(live('app.test', blue.target))
    expect(JSON.parse((await enter('Bearer abc')).body).headers.authorization).toBe('Bearer abc')
  })

  it('guards websockets and redirects as well', async () => {
    const { nginx, documents, blue } = stage()
    const redirects = { paths: [{ from: '/headers', to: '/secret-place' }] }
    await documents.apply(under({ basicAuth: { users }, redirects }, live('app.test', blue.target)))
    await expect(openWebsocket({ url: nginx.origin, hostHeader: 'app.test' })).rejects.toThrow('401')
    expect((await enter(undefined)).status).toBe(401)
    expect((await enter(basic('bob', 'bob-secret'))).headers.location).toBe('/secret-place')
  })

  it('counts a changed password at once', async () => {
    const { documents, blue } = stage()
    await documents.apply(under({ basicAuth: { users } }, live('app.test', blue.target)))
    expect((await enter(basic('bob', 'bob-secret'))).status).toBe(200)
    const changed = [{ name: 'bob', hash: await hash('another', 8) }]
    await documents.apply(under({ basicAuth: { users: changed } }, live('app.test', blue.target)))
    expect((await enter(basic('bob', 'bob-secret'), '127.0.0.52')).status).toBe(401)
    expect((await enter(basic('bob', 'another'), '127.0.0.52')).status).toBe(200)
  })

  it('slows down who guesses, without keeping out who is in, and without holding up others', async () => {
    const { nginx, documents, blue } = stage()
    await documents.apply(
      under({ basicAuth: { users } }, live('app.test', blue.target)),
      live('other.test', blue.target),
    )
    expect((await enter(basic('ann', 'correct: horse ü'), '127.0.0.60')).status).toBe(200)
    const guesses = await Promise.all(
      Array.from({ length: 60 }, (_, index) => enter(basic('ann', `guess ${index}`), '127.0.0.61')),
    )
    const slowed = guesses.filter(({ status }) => status === 429)
    expect(slowed.length).toBeGreaterThan(30)
    expect(Number(slowed[0]?.headers['retry-after'])).toBeGreaterThan(0)
    expect((await enter(basic('ann', 'correct: horse ü'), '127.0.0.61')).status).toBe(200)
    // From many addresses: what is spent on guesses has a limit for all.
    const many = await Promise.all(
      Array.from({ length: 200 }, (_, index) =>
        enter(basic('ann', `guess ${index}`), `127.0.1.${index + 1}`),
      ),
    )
    expect(many.filter(({ status }) => status === 429).length).toBeGreaterThan(50)
    expect((await ask(nginx.origin, 'other.test')).body).toBe('blue')
  })
})
