import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { handleHealth } from '@/lib/api/health'
import { toAnswer } from '@/lib/api/http-errors'
import { MAX_BODY_BYTES } from '@/lib/api/read-json'
import { createToken } from '@/lib/operations/accounts/create-token'
import { createProject } from '@/lib/operations/projects/create'
import { ask, cookieOf, send } from '../support/api'
import { person, type TestRuntime, testRuntime } from '../support/context'

const JSON_TYPE = { 'content-type': 'application/json' }
let at: TestRuntime
let ada: Awaited<ReturnType<typeof person>>
let cookie: string
let bearer: { authorization: string }
beforeAll(async () => {
  at = await testRuntime()
  ada = await person(at)
  cookie = await cookieOf(at, ada.sessionId)
  const { secret } = await createToken(at.as(ada.actor), { name: 'tests', scope: 'WRITE' })
  bearer = { authorization: `Bearer ${secret}` }
})
afterAll(() => at.close())

const post = (path: string, body: BodyInit, headers: Record<string, string> = {}) =>
  send(at, `/api/v1${path}`, { method: 'POST', body, headers: { ...JSON_TYPE, ...bearer, ...headers } })

describe('answers', () => {
  test('are never kept, and carry an id', async () => {
    const { status, headers } = await send(at, '/api/v1/account', { headers: bearer })
    expect(status).toBe(200)
    expect(headers.get('cache-control')).toBe('no-store')
    expect(headers.get('content-security-policy')).toContain("default-src 'none'")
    expect(headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/)
  })

  test('a refusal says what is wrong, where, and what to do', async () => {
    const { status, body } = await post('/projects', JSON.stringify({ name: '' }))
    expect(status).toBe(400)
    expect(body).toEqual({
      error: {
        code: 'invalid',
        message: 'name: must not be empty',
        fix: null,
        field: 'name',
        details: { issues: [{ field: 'name', message: 'must not be empty' }] },
        requestId: expect.any(String),
      },
    })
  })

  test('something accepted but not done is a 202', async () => {
    expect((await ask(at, { session: ada.sessionId }, 'projects.create', { name: 'Now' })).status).toBe(200)
    expect((await ask(at, { session: ada.sessionId }, 'projects.create-example')).status).toBe(202)
  })

  test('an unforeseen error tells its id, and nothing else', async () => {
    const broken = { ...at.runtime, db: undefined }
    const { status, body } = toAnswer(new TypeError(`cannot read ${broken.config.sessionSecret}`), 'the-id')
    expect(status).toBe(500)
    expect(JSON.stringify(body)).not.toContain(broken.config.sessionSecret)
    expect(body.error).toMatchObject({
      code: 'internal',
      requestId: 'the-id',
      fix: expect.stringContaining('the-id'),
    })
  })
})

describe('addresses', () => {
  test.each([
    '/api/v1/',
    '/api/v1/nothing',
    '/api/v1/projects/a/b/c/d',
    '/api/v1/projects/%E0%A4%A',
    '/api/v1/__proto__',
    '/api/v1/projects//',
  ])('%s is not there', async path => {
    expect((await send(at, path, { headers: bearer })).status).toBe(404)
  })

  test('the wrong method is told the right ones', async () => {
    const answer = await send(at, '/api/v1/account', { method: 'PUT', headers: bearer })
    expect(answer.status).toBe(405)
    expect(answer.headers.get('allow')).toBe('GET')
    expect((await send(at, '/api/v1/projects/nobodys', { headers: bearer })).body).toMatchObject({
      error: { code: 'not-found', message: 'There is no such project.' },
    })
  })

  test('what the path says cannot be overridden by the body', async () => {
    const mine = await createProject(at.as(ada.actor), { name: 'Mine' })
    const other = await createProject(at.as(ada.actor), { name: 'Other' })
    const body = JSON.stringify({ name: 'Renamed', projectId: other.id })
    const answer = await send(at, `/api/v1/projects/${mine.id}`, {
      method: 'PATCH',
      body,
      headers: { ...JSON_TYPE, ...bearer },
    })
    expect(answer.body).toMatchObject({ id: mine.id, name: 'Renamed' })
    const again = await send(at, `/api/v1/projects/${mine.slug}?project=${other.slug}`, { headers: bearer })
    expect(again.body).toMatchObject({ id: mine.id })
  })
})

describe('bodies', () => {
  test.each([
    ['not JSON', '{', 400],
    ['a list', '[]', 400],
    ['a word', '"x"', 400],
    ['null', 'null', 400],
    ['a polluted object', '{"__proto__":{"name":"x"},"constructor":1}', 400],
    ['nothing', '', 400],
    ['NUL', '{"name":"a\\u0000"}', 400],
  ])('%s is refused', async (_, body, status) => {
    expect((await post('/projects', body)).status).toBe(status)
  })

  test('another type is refused', async () => {
    for (const type of [
      'text/plain',
      'application/x-www-form-urlencoded',
      'multipart/form-data',
      'application/jsonx',
    ]) {
      expect((await post('/projects', '{"name":"x"}', { 'content-type': type })).status).toBe(415)
    }
  })

  test('a body over the limit is refused without being kept', async () => {
    let sent = 0
    const endless = new ReadableStream<Uint8Array>({
      pull(controller) {
        sent += 1 << 20
        controller.enqueue(new Uint8Array(1 << 20).fill(32))
      },
    })
    const answer = await send(at, '/api/v1/projects', {
      method: 'POST',
      body: endless,
      headers: { ...JSON_TYPE, ...bearer },
      duplex: 'half',
    } as RequestInit)
    expect(answer.status).toBe(413)
    expect(sent).toBeLessThan(MAX_BODY_BYTES + (4 << 20))
  })
})

describe('who sends a request', () => {
  const account = (headers: Record<string, string>, query = '') =>
    send(at, `/api/v1/account${query}`, { headers })

  test('a token in the address is nobody', async () => {
    const { authorization } = bearer
    const secret = authorization.slice('Bearer '.length)
    for (const query of [`?token=${secret}`, `?access_token=${secret}`, `?authorization=${secret}`]) {
      expect((await account({}, query)).status).toBe(401)
    }
  })

  test.each(['Bearer berth_x', 'Bearer', 'Basic YTpi', '', 'Bearer berth_x, Bearer berth_y'])(
    'a bad Authorization header (%j) does not fall back to the cookie',
    async authorization => {
      expect((await account({ cookie, authorization })).status).toBe(401)
    },
  )

  test('a change by cookie must come from a page of the panel', async () => {
    const rename = async (headers: Record<string, string>) => {
      const body = JSON.stringify({ name: 'By cookie' })
      const init = { method: 'POST', body, headers: { ...JSON_TYPE, cookie, ...headers } }
      return (await send(at, '/api/v1/projects', init)).status
    }
    expect(await rename({ 'sec-fetch-site': 'same-origin' })).toBe(200)
    expect(await rename({ origin: 'http://localhost:8080' })).toBe(200)
    expect(await rename({ origin: 'http://10.0.0.1:8080', host: '10.0.0.1:8080' })).toBe(200)
    expect(await rename({})).toBe(403)
    expect(await rename({ origin: 'null' })).toBe(403)
    expect(await rename({ origin: 'http://evil.example' })).toBe(403)
    expect(await rename({ origin: 'http://shop-production.localhost:8080' })).toBe(403)
    for (const site of ['same-site', 'cross-site', 'none']) {
      expect(await rename({ 'sec-fetch-site': site, origin: 'http://localhost:8080' })).toBe(403)
    }
  })

  test('a stranger cannot use a browser of another site for what needs no session', async () => {
    const answer = await send(at, '/api/v1/setup', {
      method: 'POST',
      body: '{}',
      headers: { ...JSON_TYPE, origin: 'http://evil.example' },
    })
    expect(answer.status).toBe(403)
  })
})

describe('health', () => {
  test('is well with the database, and says so without it', async () => {
    const well = await handleHealth(at.runtime)
    expect([well.status, await well.json()]).toEqual([200, { ok: true, db: true, version: '0.0.0' }])
    const other = await testRuntime()
    await other.runtime.db.$disconnect()
    await other.close()
    const ill = await handleHealth(other.runtime)
    expect([ill.status, await ill.json()]).toMatchObject([503, { ok: false, db: false }])
    const answer = await ask(other, { session: ada.sessionId }, 'account.get')
    expect(answer).toMatchObject({ status: 503, body: { error: { code: 'unavailable' } } })
  })
})
