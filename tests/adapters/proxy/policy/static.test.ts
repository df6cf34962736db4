import { describe, expect, it } from 'vitest'
import { ask, sendRaw } from '../client'
import { live, under } from '../under-test'
import { policyStage } from './stage'

const HASHED = '/static/app.55e7cbb9ba48.css'

/** Files below /static/ as an app serves them; what a file is depends on the app that is asked. */
describe('static files in nginx', { timeout: 60_000 }, () => {
  const missing = new Set<string>()
  const seen: { url: string; cookie: string | undefined }[] = []
  const stage = policyStage({}, (request, response) => {
    const url = request.url ?? ''
    const port = request.socket.localPort
    if (!url.startsWith('/static/') && !url.startsWith('/assets/')) return false
    seen.push({ url, cookie: request.headers.cookie })
    if (missing.has(`${port}${url}`)) {
      response.writeHead(404).end('gone')
      return true
    }
    if (url.includes('private')) response.setHeader('Cache-Control', 'private, max-age=60')
    else if (url.includes('short')) response.setHeader('Cache-Control', 'max-age=60, public')
    if (url.includes('cookie')) response.setHeader('Set-Cookie', 'session=1')
    if (url.includes('etag')) response.setHeader('ETag', '"1"')
    response.setHeader('Content-Type', 'text/css')
    response.end(`${url} of ${port}`)
    return true
  })
  const STATIC = { static: [{ prefix: '/static/' }, { prefix: '/assets/', immutable: 'all' }] }
  const get = (path: string, headers: Record<string, string> = {}) =>
    ask(stage().nginx.origin, 'app.test', { path, headers })
  const apply = (version: number, policy: object = STATIC, app = stage().blue) =>
    stage().documents.apply({ ...under(policy, live('app.test', app.target)), version })

  it('come from the proxy from the second time on, as those with a hash for good', async () => {
    const { blue } = stage()
    await apply(1)
    const first = await get(HASHED)
    const before = blue.requests()
    for (let round = 0; round < 20; round++) expect((await get(HASHED)).body).toBe(first.body)
    expect(blue.requests()).toBe(before)
    expect(first.headers['cache-control']).toBe('public, max-age=31536000, immutable')
    const asset = await get('/assets/index.js')
    expect(asset.headers['cache-control']).toBe('public, max-age=31536000, immutable')
    const plain = await get('/static/short.css')
    expect(plain.headers['cache-control']).toBe('max-age=60, public')
    const count = blue.requests()
    await get('/static/short.css')
    expect(blue.requests()).toBe(count)
  })

  it('of one release are not those of the next, unless they have a hash; those outlive their release', async () => {
    const { blue, green } = stage()
    await apply(10)
    const old = await get('/static/site.css')
    const oldHashed = await get(HASHED)
    expect(old.body).toContain(String(blue.target.port))
    missing.add(`${green.target.port}${HASHED}`)
    await apply(11, STATIC, green)
    expect((await get('/static/site.css')).body).toContain(String(green.target.port))
    // A page of the old release still finds its style sheet, which the new one has no more.
    expect((await get(HASHED)).body).toBe(oldHashed.body)
    await apply(12)
    expect((await get('/static/site.css')).body).toContain(String(blue.target.port))
  })

  it('that are missing are asked for again', async () => {
    const { blue } = stage()
    await apply(20)
    const path = '/static/late.0123456789ab.css'
    missing.add(`${blue.target.port}${path}`)
    expect((await get(path)).status).toBe(404)
    missing.delete(`${blue.target.port}${path}`)
    const found = await get(path)
    expect([found.status, found.headers['cache-control']]).toEqual([
      200,
      'public, max-age=31536000, immutable',
    ])
  })

  it("are nobody's own: asked for without cookies, not kept when the app says so", async () => {
    const { blue } = stage()
    await apply(30)
    seen.length = 0
    await get('/static/who.css', { Cookie: 'session=ann' })
    expect(seen).toEqual([{ url: '/static/who.css', cookie: undefined }])
    for (const path of ['/static/private.css', '/static/cookie.css']) {
      const before = blue.requests()
      await get(path)
      await get(path)
      expect(blue.requests() - before, path).toBe(2)
    }
    // A password of the app's own: its answer is for who has it.
    await get('/static/auth.css', { Authorization: 'Bearer ann' })
    const before = blue.requests()
    await get('/static/auth.css')
    expect(blue.requests() - before).toBe(1)
  })

  it.each([
    '/static/../account',
    '/static/./a.css',
    '/static/%2e%2e/account',
    '/static//account',
    '/static/a%2f..%2faccount.css',
    '/static/..',
    '/static/a;/../account.css',
    '/static\\..\\account',
    '/statics/a.css',
  ])('do not make the proxy keep %s', async path => {
    const { nginx, blue } = stage()
    await apply(40)
    const before = blue.requests()
    for (let round = 0; round < 2; round++) {
      await sendRaw(
        nginx.origin,
        `GET ${path} HTTP/1.1\r\nHost: app.test\r\nCookie: a=b\r\nConnection: close\r\n\r\n`,
      )
    }
    expect(blue.requests() - before).toBe(2)
  })

  it('are those of one app and one hostname', async () => {
    const { nginx, documents, blue, green } = stage()
    const policy = under(STATIC, live(['app.test', 'b.test'], blue.target)).policy
    await documents.apply(
      { ...live(['app.test', 'b.test'], blue.target), policy, version: 50 },
      { ...live('other.test', green.target), policy, version: 50 },
    )
    const path = '/static/shared.0a1b2c3d4e.css'
    await ask(nginx.origin, 'app.test', { path })
    expect((await ask(nginx.origin, 'other.test', { path })).body).toContain(String(green.target.port))
    const before = blue.requests()
    await ask(nginx.origin, 'b.test', { path })
    expect(blue.requests() - before).toBe(1)
  })

  it('answer parts, what a browser has already, and HEAD from what is kept', async () => {
    const { nginx, blue } = stage()
    await apply(60)
    const path = '/static/etag.0a1b2c3d4e5f.css'
    const whole = await get(path)
    const before = blue.requests()
    const part = await get(path, { Range: 'bytes=1-6' })
    expect([part.status, part.body]).toEqual([206, whole.body.slice(1, 7)])
    const known = await get(path, { 'If-None-Match': '"1"' })
    expect([known.status, known.headers['cache-control']]).toEqual([
      304,
      'public, max-age=31536000, immutable',
    ])
    const head = await ask(nginx.origin, 'app.test', { path, method: 'HEAD' })
    expect([head.status, head.headers['content-length']]).toEqual([200, String(whole.body.length)])
    expect(blue.requests()).toBe(before)
  })

  it('stay behind a password, and between browsers and proxy only', async () => {
    const users = [{ name: 'ann', hash: `$2b$08$${'a'.repeat(53)}` }]
    await apply(70)
    const path = '/static/guarded.0a1b2c3d4e5f.css'
    await get(path)
    await apply(71, { ...STATIC, basicAuth: { users } })
    expect((await get(path)).status).toBe(401)
  })

  it('are served while the app does not answer', async () => {
    const { blue } = stage()
    await apply(80)
    const whole = await get(HASHED)
    await stage().documents.apply({
      ...under(STATIC, live('app.test', { host: '127.0.0.1', port: 1 })),
      version: 80,
    })
    expect((await get(HASHED)).body).toBe(whole.body)
    expect((await get('/static/unknown.css')).status).toBe(502)
    expect(blue.requests()).toBeGreaterThan(0)
  })
})
