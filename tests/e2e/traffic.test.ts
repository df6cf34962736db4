import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { InputOf } from '@/lib/api/contract'
import { type Answer, ask } from '../adapters/proxy/client'
import { createApp, deploy, hostOf } from '../support/deploying'
import { createRepository, type ServedRepository } from '../support/git-server'
import { type Panel, startPanel } from '../support/panel'
import { trafficApp } from '../support/traffic-app'

let panel: Panel
let repository: ServedRepository
let made: Awaited<ReturnType<typeof createApp>>
let host: string
let staging: string

beforeAll(async () => {
  panel = await startPanel()
  repository = await createRepository({ files: trafficApp('one') })
  made = await createApp(panel, { repositoryUrl: repository.url })
  await deploy(panel, made.production)
  await deploy(panel, made.staging)
  host = await hostOf(panel, made.production)
  staging = await hostOf(panel, made.staging)
}, 400_000)

afterAll(async () => {
  await repository?.close()
  await panel?.stop()
}, 60_000)

type Change = Omit<InputOf<'traffic.update'>, 'appEnvironmentId'>
const OFF = {
  maintenance: { on: false, message: '', allow: [], retryAfterSeconds: 600 },
  errorPages: { down: null, maintenance: null },
  redirects: { www: 'none', https: false, paths: [] },
  basicAuth: { users: [] },
  headers: { preset: 'none', hsts: null, custom: [] },
  limits: { maxBodyMb: null, readTimeoutSeconds: null, requestsPerSecond: null, burst: 20 },
  static: [],
} satisfies Change
const change = (parts: Change) =>
  panel.call('traffic.update', { appEnvironmentId: made.production, ...parts })

type Request = Parameters<typeof ask>[2] & { host?: string }
const get = ({ host: name = host, ...options }: Request = {}) =>
  ask(`http://127.0.0.1:${panel.port}`, name, options)

/** Asks until the answer is as wanted: a change reaches the proxy a moment after it is saved. */
async function answers(request: Request, wanted: (answer: Answer) => boolean): Promise<Answer> {
  const until = Date.now() + 60_000
  for (;;) {
    const answer = await get(request)
    if (wanted(answer)) return answer
    if (Date.now() > until) throw new Error(`still ${answer.status}: ${answer.body.slice(0, 500)}`)
    await sleep(50)
  }
}
const status = (wanted: number) => (answer: Answer) => answer.status === wanted

let round = 0
beforeEach(async () => {
  const value = String(++round)
  await change({ ...OFF, headers: { ...OFF.headers, custom: [{ name: 'X-Round', value }] } })
  await answers({}, answer => answer.status === 200 && answer.headers['x-round'] === value)
})

describe('traffic settings count without a deployment', { timeout: 120_000 }, () => {
  test('maintenance: a page with Retry-After for all but those on the list, and for no other environment', async () => {
    const page = '<!doctype html><title>Back soon</title><p>{{status}}</p>'
    await change({
      maintenance: { on: true, retryAfterSeconds: 120, allow: ['127.0.0.9'] },
      errorPages: { maintenance: page },
    })
    const closed = await answers({}, status(503))
    expect(closed.headers['retry-after']).toBe('120')
    expect(closed.body).toBe('<!doctype html><title>Back soon</title><p>503</p>')
    expect(JSON.parse((await get({ headers: { accept: 'application/json' } })).body)).toMatchObject({
      error: { code: 'app-maintenance' },
    })
    expect((await get({ from: '127.0.0.9' })).body).toBe('one')
    expect((await get({ host: staging })).body).toBe('one')
    const app = await panel.call('app-environments.get', { appEnvironmentId: made.production })
    expect(app).toMatchObject({ maintenance: true, status: 'live' })
    const { id: deploymentId } = await deploy(panel, made.production)
    const { entries } = await panel.call('deployments.log', { deploymentId, limit: 200 })
    expect(entries.map(({ text }) => text).join('\n')).toContain('is in maintenance.')
    expect((await get()).status).toBe(503)
    await change({ maintenance: { on: false } })
    expect((await answers({}, status(200))).body).toBe('one')
  })

  test('redirects: to the bare name, and by path', async () => {
    for (const hostname of ['traffic.example', 'www.traffic.example'])
      await panel.call('domains.add', { appEnvironmentId: made.production, hostname })
    await change({
      redirects: {
        www: 'remove',
        paths: [
          { from: '/old', to: '/new?a=b', status: 302 },
          { from: '/blog', to: 'https://blog.example/posts', match: 'prefix' },
        ],
      },
    })
    const named = await answers({ host: 'www.traffic.example', path: '/x?y=1' }, status(308))
    expect(named.headers.location).toBe('http://traffic.example/x?y=1')
    expect((await get({ host: 'traffic.example' })).body).toBe('one')
    const moved = await get({ path: '/old' })
    expect([moved.status, moved.headers.location]).toEqual([302, '/new?a=b'])
    const prefixed = await get({ path: '/blog/2026?page=2' })
    expect([prefixed.status, prefixed.headers.location]).toEqual([
      301,
      'https://blog.example/posts/2026?page=2',
    ])
  })

  test('a password: 401 without it, the app with it, and the app never sees it', async () => {
    await change({ basicAuth: { users: [{ name: 'ann', password: 'correct horse' }] } })
    const refused = await answers({}, status(401))
    expect(refused.headers['www-authenticate']).toContain('Basic realm=')
    const authorization = (password: string) => `Basic ${Buffer.from(`ann:${password}`).toString('base64')}`
    expect((await get({ headers: { authorization: authorization('wrong horse') } })).status).toBe(401)
    const entered = await get({
      path: '/headers',
      headers: { authorization: authorization('correct horse') },
    })
    expect(entered.status).toBe(200)
    expect(JSON.parse(entered.body)).not.toHaveProperty('authorization')
    const told = JSON.stringify(await panel.call('traffic.get', { appEnvironmentId: made.production }))
    expect(told).not.toMatch(/correct horse|\$2b\$/)
  })

  test('headers: those of the policy where the app sends none of its own', async () => {
    await change({
      headers: {
        preset: 'recommended',
        custom: [
          { name: 'X-Changed', value: 'yes; "quoted"' },
          { name: 'Content-Security-Policy', value: "default-src 'self'" },
        ],
      },
    })
    const { headers } = await answers({}, answer => Boolean(answer.headers['x-changed']))
    expect(headers).toMatchObject({
      'x-changed': 'yes; "quoted"',
      'content-security-policy': "default-src 'self'",
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'strict-origin-when-cross-origin',
      'x-frame-options': 'DENY',
    })
  })

  test('limits: too large is 413, too often is 429', async () => {
    const upload = (megabytes: number) => ({ method: 'POST', body: Buffer.alloc(megabytes * 1024 * 1024) })
    expect((await get(upload(2))).body).toBe(String(2 * 1024 * 1024))
    await change({ limits: { maxBodyMb: 1 } })
    const refused = await answers(upload(2), status(413))
    expect(refused.body).toContain('This is too large')
    expect((await get(upload(1))).body).toBe(String(1024 * 1024))
    await change({ limits: { maxBodyMb: null, requestsPerSecond: 1, burst: 0 } })
    const limited = await answers({ from: '127.0.0.20' }, status(429))
    expect(Number(limited.headers['retry-after'])).toBeGreaterThan(0)
  })

  test('static files: kept by the proxy for good, and there while the app does nothing', async () => {
    const path = '/static/app.0123abcd.js'
    await change({ static: [{ prefix: '/static/' }] })
    const first = await answers({ path }, ({ headers }) => Boolean(headers['cache-control']))
    expect(first.headers['cache-control']).toBe('public, max-age=31536000, immutable')
    await get({ path: '/freeze?20000' })
    await sleep(500)
    const alive = get().then(() => Date.now())
    for (let time = 0; time < 5; time++) {
      const kept = await get({ path })
      expect([kept.status, kept.body]).toEqual([200, first.body])
    }
    const served = Date.now()
    expect(await alive).toBeGreaterThan(served)
  })

  test("a page of one's own when the app is stopped", async () => {
    await change({ errorPages: { down: '<title>Ours</title>{{request}}' } })
    await panel.call('app-environments.stop', { appEnvironmentId: made.production })
    const down = await answers({}, status(503))
    expect(down.body).toMatch(/^<title>Ours<\/title>[0-9a-f]{32}$/)
    await panel.call('app-environments.start', { appEnvironmentId: made.production })
    await answers({}, status(200))
  })

  test('what is wrong is refused with the field and a sentence, and changes nothing', async () => {
    const refused = await panel.refusal('traffic.update', {
      appEnvironmentId: made.production,
      redirects: {
        paths: [
          { from: '/a', to: '/b' },
          { from: '/b', to: '/a' },
        ],
      },
    })
    expect(refused).toMatchObject({ status: 400, code: 'invalid', field: 'redirects.paths.0.to' })
    expect(refused.message).toContain('in a circle')
    const { redirects } = await panel.call('traffic.get', { appEnvironmentId: made.production })
    expect(redirects.paths).toEqual([])
  })
})
