import { mkdtemp, rm } from 'node:fs/promises'
import { type ClientHttp2Session, connect } from 'node:http2'
import { request as httpsRequest } from 'node:https'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { connect as connectTls } from 'node:tls'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { run } from '@/lib/adapters/process/run'
import { freePort } from '@/lib/adapters/system/free-port'
import { ask, sendRaw } from '../client'
import { type NginxUnderTest, startNginx } from '../nginx-under-test'
import { startApp, type TestApp } from '../test-app'
import { type Documents, documents, live, PANEL_HOST, under } from '../under-test'

describe('TLS and HTTP/2 in nginx', { timeout: 60_000 }, () => {
  let dir: string
  let nginx: NginxUnderTest
  let blue: TestApp
  let given: Documents
  let session: ClientHttp2Session
  let port: number
  beforeAll(async () => {
    dir = await mkdtemp(path.join(tmpdir(), 'berth-tls-'))
    const [certificate, key] = [path.join(dir, 'cert.pem'), path.join(dir, 'key.pem')]
    const subject = ['-subj', '/CN=app.test', '-days', '2', '-keyout', key, '-out', certificate]
    await run('openssl', [
      'req',
      '-x509',
      '-newkey',
      'ec',
      '-pkeyopt',
      'ec_paramgen_curve:P-256',
      '-nodes',
      ...subject,
    ])
    port = await freePort()
    blue = await startApp('blue')
    nginx = await startNginx({
      tls: { port, certificate, key },
      panel: { hosts: [PANEL_HOST], target: blue.target },
    })
    given = documents(nginx.proxy, blue.target)
    // Node takes no new streams while it holds more than 10 MB of an upload itself.
    session = connect(`https://127.0.0.1:${port}`, { rejectUnauthorized: false, maxSessionMemory: 200 })
  })
  afterAll(async () => {
    session.close()
    await Promise.all([nginx.stop(), blue.close()])
    await rm(dir, { recursive: true })
  })

  /** One request over the shared HTTP/2 connection. */
  const askHttp2 = (pathname: string, headers: Record<string, string> = {}, body?: Buffer[]) =>
    new Promise<{ status: number; headers: Record<string, unknown>; body: string }>((resolve, reject) => {
      const stream = session.request(
        { ':path': pathname, ':authority': `app.test:${port}`, ':method': body ? 'POST' : 'GET', ...headers },
        { endStream: !body },
      )
      let status = 0
      let got: Record<string, unknown> = {}
      let text = ''
      stream.setEncoding('utf8')
      stream.once('response', answer => {
        status = Number(answer[':status'])
        got = { ...answer }
      })
      stream.on('data', part => {
        text += part
      })
      stream.once('error', reject).once('end', () => resolve({ status, headers: got, body: text }))
      for (const part of body ?? []) stream.write(part)
      if (body) stream.end()
    })

  it('speaks HTTP/2 to browsers, and tells the app that it is https', async () => {
    await given.apply(live('app.test', blue.target))
    const { status, body } = await askHttp2('/headers?x=1', { cookie: 'a=1; b=2' })
    expect([session.alpnProtocol, status]).toEqual(['h2', 200])
    expect(JSON.parse(body)).toMatchObject({
      url: '/headers?x=1',
      headers: {
        host: `app.test:${port}`,
        'x-forwarded-proto': 'https',
        'x-forwarded-port': String(port),
        cookie: 'a=1; b=2',
      },
    })
    expect((await askHttp2('/', { ':authority': PANEL_HOST })).body).toBe('blue')
    expect((await askHttp2('/', { ':authority': 'nowhere.test' })).status).toBe(404)
    expect((await ask(nginx.origin, 'app.test')).body).toBe('blue')
  })

  it('carries many requests, an upload without a length and an event stream at once', async () => {
    await given.apply(live('app.test', blue.target))
    const megabyte = Buffer.alloc(1024 * 1024)
    const [upload, events, ...others] = await Promise.all([
      askHttp2('/upload', {}, Array(20).fill(megabyte)),
      askHttp2('/events'),
      ...Array.from({ length: 50 }, () => askHttp2('/')),
    ])
    expect(upload.body).toBe(String(20 * megabyte.length))
    expect(events.body).toBe('data: 1\n\ndata: 2\n\n')
    expect(others.every(({ body }) => body === 'blue')).toBe(true)
  })

  it('limits bodies over HTTP/2 as well', async () => {
    await given.apply(under({ limits: { maxBodyMb: 1 } }, live('app.test', blue.target)))
    const parts = Array.from({ length: 4 }, () => Buffer.alloc(1024 * 1024))
    expect((await askHttp2('/upload', {}, parts)).status).toBe(413)
    expect((await askHttp2('/upload', {}, parts.slice(3))).body).toBe(String(1024 * 1024))
    expect((await askHttp2('/upload', { 'content-length': String(4 * 1024 * 1024) }, parts)).status).toBe(413)
  })

  it('sends http to https when asked, in one step with the name, and HSTS over https only', async () => {
    const policy = { redirects: { https: true, www: 'remove' }, headers: { hsts: { maxAgeSeconds: 60 } } }
    await given.apply(under(policy, live(['app.test', 'www.app.test'], blue.target)))
    const plain = await ask(nginx.origin, 'www.app.test', { path: '/x?y=1', method: 'POST' })
    expect([plain.status, plain.headers.location]).toEqual([308, `https://app.test:${port}/x?y=1`])
    expect(plain.headers).not.toHaveProperty('strict-transport-security')
    const secure = await askHttp2('/')
    expect([secure.status, secure.headers['strict-transport-security']]).toEqual([200, 'max-age=60'])
    const other = await askHttp2('/x', { ':authority': `www.app.test:${port}` })
    expect([other.status, other.headers.location]).toEqual([308, `https://app.test:${port}/x`])
  })

  it('opens websockets over TLS', async () => {
    await given.apply(live('app.test', blue.target))
    const echoed = await new Promise<string>((resolve, reject) => {
      const outgoing = httpsRequest({
        host: '127.0.0.1',
        port,
        agent: false,
        rejectUnauthorized: false,
        headers: { Host: 'app.test', Connection: 'Upgrade', Upgrade: 'websocket' },
      })
      outgoing.once('error', reject)
      outgoing.once('upgrade', (_answer, socket) => {
        socket.once('data', data => {
          resolve(String(data))
          socket.destroy()
        })
        socket.write('hello')
      })
      outgoing.end()
    })
    expect(echoed).toBe('hello')
  })

  it('answers plain HTTP on that port with a page, and refuses old TLS', async () => {
    expect(await sendRaw(`http://127.0.0.1:${port}`, 'GET / HTTP/1.1\r\nHost: app.test\r\n\r\n')).toContain(
      'This request cannot be understood',
    )
    const old = new Promise((resolve, reject) =>
      connectTls({
        host: '127.0.0.1',
        port,
        rejectUnauthorized: false,
        maxVersion: 'TLSv1.1',
        minVersion: 'TLSv1',
      })
        .once('secureConnect', resolve)
        .once('error', reject),
    )
    await expect(old).rejects.toThrow()
  })
})
