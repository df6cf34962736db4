import { request } from 'node:http'
import { text } from 'node:stream/consumers'
import { describe, expect, it } from 'vitest'
import { longRequest, openWebsocket } from '../../../load/long'
import { ask, until } from '../client'
import { live, under } from '../under-test'
import { policyStage } from './stage'

const MEGABYTE = 1024 * 1024

describe('limits in nginx', { timeout: 60_000 }, () => {
  const stage = policyStage()

  /** An upload of unknown length; resolves with the status, however early the answer comes. */
  const chunked = (bytes: number, path = '/upload') =>
    new Promise<{ status: number; body: string }>((resolve, reject) => {
      const { hostname, port } = new URL(stage().nginx.origin)
      const outgoing = request({
        hostname,
        port,
        path,
        method: 'POST',
        agent: false,
        headers: { Host: 'app.test', 'Transfer-Encoding': 'chunked' },
      })
      let answered = false
      outgoing.once('response', response => {
        answered = true
        text(response).then(body => resolve({ status: response.statusCode ?? 0, body }), reject)
      })
      // The proxy stops reading after its answer.
      outgoing.on('error', error => {
        if (!answered) reject(error)
      })
      for (let sent = 0; sent < bytes; sent += 65_536)
        outgoing.write(Buffer.alloc(Math.min(65_536, bytes - sent)))
      outgoing.end()
    })

  it('refuse a body that is too large, told or not, before the app has to', async () => {
    const { nginx, documents, blue } = stage()
    const errorOf = (body: string) => body.match(/<h1>(.*)<\/h1>/)?.[1]
    await documents.apply(under({ limits: { maxBodyMb: 3 } }, live('app.test', blue.target)))
    const upload = (bytes: number) =>
      ask(nginx.origin, 'app.test', { path: '/upload', method: 'POST', body: Buffer.alloc(bytes) })
    expect((await upload(3 * MEGABYTE)).body).toBe(String(3 * MEGABYTE))
    const before = blue.requests()
    const large = await ask(nginx.origin, 'app.test', {
      method: 'POST',
      headers: { 'Content-Length': String(3 * MEGABYTE + 1), Expect: '100-continue' },
    })
    expect([large.status, errorOf(large.body)]).toEqual([413, 'This is too large'])
    expect(blue.requests()).toBe(before)
    expect((await chunked(3 * MEGABYTE)).body).toBe(String(3 * MEGABYTE))
    // Without its length a body may grow to the next power of two.
    const grown = await chunked(6 * MEGABYTE)
    expect([grown.status, errorOf(grown.body)]).toEqual([413, 'This is too large'])
    await until(
      () => nginx.proxy.inFlight(blue.target),
      count => count === 0,
    )
  })

  it('hand the address over as it was written, also where nginx counts the body', async () => {
    const { documents, blue } = stage()
    await documents.apply(under({ limits: { maxBodyMb: 1 } }, live('app.test', blue.target)))
    const path = '/headers//x/%2E%2E/./%2F;a=1?q=%20&r=a+b&&'
    expect(JSON.parse((await chunked(10, path)).body).url).toBe(path)
  })

  it('give up an app that is silent for longer than it may, and only that one', async () => {
    const { nginx, documents, blue, green } = stage()
    await documents.apply(
      under({ limits: { readTimeoutSeconds: 1 } }, live('app.test', blue.target)),
      live('slow.test', green.target),
    )
    const slow = longRequest({ url: `${nginx.origin}/slow?ms=3000`, hostHeader: 'slow.test' })
    expect((await ask(nginx.origin, 'app.test', { path: '/hang' })).status).toBe(504)
    const websocket = await openWebsocket({ url: nginx.origin, hostHeader: 'app.test' })
    await until(websocket.brokenBy, why => why !== null)
    expect(await slow).toEqual({ status: 200, body: 'green' })
  })

  it('let a client do so many requests a second, and tell it when to come back', async () => {
    const { nginx, documents, blue } = stage()
    await documents.apply(
      under({ limits: { requestsPerSecond: 1, burst: 4 } }, live('app.test', blue.target)),
      live('other.test', blue.target),
    )
    const asked = (from: string, host = 'app.test') =>
      Promise.all(Array.from({ length: 30 }, () => ask(nginx.origin, host, { from })))
    const answers = await asked('127.0.0.20')
    const refused = answers.filter(({ status }) => status === 429)
    expect(answers.filter(({ status }) => status === 200).length).toBeGreaterThanOrEqual(5)
    expect(refused.length).toBeGreaterThan(10)
    expect(Number(refused[0]?.headers['retry-after'])).toBeGreaterThanOrEqual(1)
    expect(refused[0]?.body).toContain('Too many requests')
    expect((await ask(nginx.origin, 'app.test', { from: '127.0.0.21' })).status).toBe(200)
    expect((await asked('127.0.0.20', 'other.test')).every(({ status }) => status === 200)).toBe(true)
    await until(
      async () => (await ask(nginx.origin, 'app.test', { from: '127.0.0.20' })).status,
      status => status === 200,
    )
  })
})
