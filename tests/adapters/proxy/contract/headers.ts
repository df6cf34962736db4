import { expect, it } from 'vitest'
import { ask, sendRaw } from '../client'
import type { Stage } from '../contract'
import { live } from '../under-test'

const SPOOFED = {
  'X-Forwarded-For': '6.6.6.6',
  'X-Forwarded-Proto': 'gopher',
  'X-Forwarded-Host': 'evil.test',
  'X-Forwarded-Port': '666',
  'X-Forwarded-Prefix': '/evil',
  'X-Forwarded-Server': 'evil.test',
  'X-Forwarded-Ssl': 'on',
  'X-Real-IP': '6.6.6.6',
  'X-Client-IP': '6.6.6.6',
  'X-Original-URL': '/admin',
  'X-Rewrite-URL': '/admin',
  'X-Request-Id': 'evil',
  'True-Client-IP': '6.6.6.6',
  Forwarded: 'for=6.6.6.6;host=evil.test',
  Proxy: 'http://evil.test',
  X_Forwarded_For: '6.6.6.6',
  'Proxy-Connection': 'keep-alive',
}

export function headers(stage: () => Stage) {
  it('says who asks and how, whatever the client says', async () => {
    const { on, documents, blue, traits } = stage()
    await documents.apply(live('app.test', blue.target))
    const answer = await ask(on.origin, 'app.test:8080', { path: '/headers', headers: SPOOFED })
    const got = JSON.parse(answer.body)
    expect(got.headers).toMatchObject({
      host: 'app.test:8080',
      'x-forwarded-for': '127.0.0.1',
      'x-real-ip': '127.0.0.1',
      'x-forwarded-proto': 'http',
      'x-forwarded-host': 'app.test:8080',
      'x-forwarded-port': '8080',
    })
    expect(got.headers['x-request-id']).toBe(answer.headers['x-request-id'])
    if (traits.requestIds) expect(answer.headers['x-request-id']).toMatch(/^[0-9a-f]{32}$/)
    // A random number may hold any digits.
    const told = JSON.stringify(got.raw).replaceAll(got.headers['x-request-id'] ?? ' ', '')
    expect(told).not.toMatch(/6\.6\.6\.6|evil|gopher|"666"|admin/)
    expect(Object.keys(got.headers)).not.toContain('forwarded')
  })

  it('passes on what is not about the connection', async () => {
    const { on, documents, blue } = stage()
    await documents.apply(live('app.test', blue.target))
    const sent = { Cookie: 'a=b', Authorization: 'Bearer x', 'X-Custom': 'ä', TE: 'trailers', Upgrade: 'h2c' }
    const { body } = await ask(on.origin, 'app.test', {
      path: '/headers',
      headers: { ...sent, Connection: 'Upgrade, TE, X-Real-IP' },
    })
    const got = JSON.parse(body).headers
    expect(got).toMatchObject({ cookie: 'a=b', authorization: 'Bearer x', 'x-real-ip': '127.0.0.1' })
    expect(got['x-custom']).toBeDefined()
    for (const name of ['upgrade', 'te']) expect(got[name], name).toBeUndefined()
    expect(got.connection ?? 'keep-alive').toMatch(/^(keep-alive|close)$/)
  })

  it('lets an app steer neither the proxy nor the connection of the client', async () => {
    const { on, documents, blue, traits } = stage()
    await documents.apply(live('app.test', blue.target))
    const answer = await ask(on.origin, 'app.test', { path: '/steer' })
    expect(answer.body).toBe('steered')
    expect(answer.headers['x-app']).toBe('kept')
    if (traits.requestIds) expect(answer.headers['x-request-id']).toMatch(/^[0-9a-f]{32}$/)
    for (const name of ['server', 'x-accel-redirect', 'x-accel-limit-rate', 'keep-alive']) {
      expect(answer.headers[name], name).toBeUndefined()
    }
  })

  it('routes by an absolute address, and tells the app that host only', async () => {
    const { on, documents, blue, green } = stage()
    await documents.apply(live('app.test', blue.target), live('other.test', green.target))
    const raw = await sendRaw(
      on.origin,
      'GET http://app.test/headers HTTP/1.1\r\nHost: other.test:81\r\nConnection: close\r\n\r\n',
    )
    const body = JSON.parse(raw.slice(raw.indexOf('{'), raw.lastIndexOf('}') + 1))
    expect(body.headers.host).toBe('app.test')
    expect(body.headers['x-forwarded-host']).toBe('app.test')
  })

  it('sends no page of its own under a cache, and none that runs scripts', async () => {
    const { on } = stage()
    const answer = await ask(on.origin, 'nowhere.test')
    expect(answer.headers['cache-control']).toBe('no-store')
    expect(answer.headers['content-security-policy']).toContain("default-src 'none'")
    expect(answer.headers.server).toBeUndefined()
  })
}
