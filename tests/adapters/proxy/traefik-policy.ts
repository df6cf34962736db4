import { hash } from 'bcryptjs'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { answerProxyPage } from '@/workers/proxy-pages'
import { openWebsocket } from '../../load/long'
import { ask } from './client'
import { startApp, type TestApp } from './test-app'
import { startTraefik, type TraefikUnderTest } from './traefik-under-test'
import { type Documents, documents, live, PANEL_HOST, stopped, under } from './under-test'

/** What a real Traefik makes of the policies it follows. */
export function traefikPolicies() {
  let traefik: TraefikUnderTest
  let app: TestApp
  let panel: TestApp
  let given: Documents
  beforeAll(async () => {
    panel = await startApp('panel', answerProxyPage)
    app = await startApp('app')
    traefik = await startTraefik({ panel: { hosts: [PANEL_HOST], target: panel.target } })
    given = documents(traefik.proxy, panel.target)
  })
  afterAll(() => Promise.all([traefik.stop(), app.close(), panel.close()]))

  const get = (options: Parameters<typeof ask>[2] = {}) => ask(traefik.origin, 'app.test', options)

  it('closes an app in maintenance, also to websockets, but for who may see it', async () => {
    const maintenance = { on: true, retryAfterSeconds: 90, allow: ['127.0.0.9', '127.0.1.0/24'] }
    await given.apply(under({ maintenance }, live('app.test', app.target)))
    const closed = await get()
    expect([closed.status, closed.headers['retry-after']]).toEqual([503, '90'])
    expect(closed.body).toContain('app-test is being worked on')
    expect(
      (await get({ headers: { 'X-Forwarded-For': '127.0.0.9', 'X-Real-Ip': '127.0.0.9' } })).status,
    ).toBe(503)
    expect((await get({ from: '127.0.0.9' })).body).toBe('app')
    expect((await get({ from: '127.0.1.77' })).body).toBe('app')
    await expect(openWebsocket({ url: traefik.origin, hostHeader: 'app.test' })).rejects.toThrow('503')
    await given.apply(under({ maintenance: { ...maintenance, allow: [] } }, live('app.test', app.target)))
    expect((await get({ from: '127.0.0.9' })).status).toBe(503)
    await given.apply(under({ maintenance }, stopped('app.test')))
    expect((await get({ from: '127.0.0.9' })).headers['retry-after']).toBe('90')
    await given.apply(live('app.test', app.target))
    expect((await get()).body).toBe('app')
  })

  it('lets in who knows the password, and keeps it from the app', async () => {
    const users = [{ name: 'ann', hash: await hash('correct horse', 8) }]
    const basic = (password: string) => ({
      Authorization: `Basic ${Buffer.from(`ann:${password}`).toString('base64')}`,
    })
    await given.apply(under({ basicAuth: { users } }, live('app.test', app.target)))
    expect((await get()).headers['www-authenticate']).toBe('Basic realm="app-test"')
    expect((await get({ headers: basic('wrong') })).status).toBe(401)
    const entered = await get({ path: '/headers', headers: basic('correct horse') })
    expect(entered.status).toBe(200)
    expect(JSON.parse(entered.body).headers).not.toHaveProperty('authorization')
    await expect(openWebsocket({ url: traefik.origin, hostHeader: 'app.test' })).rejects.toThrow('401')
  })

  it('refuses who asks too often', async () => {
    const limits = { requestsPerSecond: 1, burst: 3 }
    await given.apply(under({ limits }, live('app.test', app.target)))
    const many = await Promise.all(Array.from({ length: 40 }, () => get({ from: '127.0.0.20' })))
    expect(many.filter(({ status }) => status === 200).length).toBeGreaterThanOrEqual(3)
    expect(many.some(({ status }) => status === 429)).toBe(true)
    expect((await get({ from: '127.0.0.21' })).status).toBe(200)
  })

  it('goes by all of it after a restart', async () => {
    const users = [{ name: 'ann', hash: await hash('correct horse', 8) }]
    await given.apply(under({ basicAuth: { users } }, live('app.test', app.target)))
    await traefik.restart('killed')
    expect((await get()).status).toBe(401)
  })
}
