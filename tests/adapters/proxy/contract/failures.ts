import { createServer, type Server } from 'node:http'
import { type AddressInfo, createServer as createTcpServer } from 'node:net'
import { expect, it } from 'vitest'
import { startLoad } from '../../../load/load'
import { ask } from '../client'
import type { Stage } from '../contract'
import { startApp } from '../test-app'
import { live } from '../under-test'

const portOf = (server: { address(): ReturnType<Server['address']> }) =>
  (server.address() as AddressInfo).port

export function failures(stage: () => Stage) {
  it('says in a page that an app does not answer', async () => {
    const { on, documents, blue, traits } = stage()
    const dead = await startApp('dead')
    await dead.close()
    await documents.apply(live('dead.test', dead.target), live('app.test', blue.target))
    const answer = await ask(on.origin, 'dead.test')
    expect(answer.status).toBe(502)
    if (traits.failurePages) {
      expect(answer.body).toContain('This app is not answering')
      expect(answer.body).toContain('dead-test')
    }
    const posted = await ask(on.origin, 'dead.test', { method: 'POST', body: 'x'.repeat(100_000) })
    expect(posted.status).toBe(502)
    expect((await ask(on.origin, 'app.test')).status).toBe(200)
  })

  it("passes an app's own error pages on as they are", async () => {
    const { on, documents } = stage()
    const server = createServer((request, response) => {
      response.writeHead(Number(request.url?.slice(1)), { 'X-Own': '1' }).end('my own page')
    })
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
    await documents.apply(live('own.test', { host: '127.0.0.1', port: portOf(server) }))
    for (const status of [400, 404, 500, 502, 503, 504]) {
      const answer = await ask(on.origin, 'own.test', { path: `/${status}` })
      expect([answer.status, answer.body]).toEqual([status, 'my own page'])
    }
    server.close()
  })

  it.each([
    ['nothing', ''],
    ['half a header', 'HTTP/1.1 200 OK\r\nContent-Ty'],
  ])('says so when the app answers %s', async (_name, bytes) => {
    const { on, documents, traits } = stage()
    const server = createTcpServer(socket => {
      socket.on('error', () => socket.destroy())
      socket.once('data', () => socket.end(bytes))
    })
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
    await documents.apply(live('odd.test', { host: '127.0.0.1', port: portOf(server) }))
    const answer = await ask(on.origin, 'odd.test')
    expect(traits.failurePages ? [502] : [500, 502]).toContain(answer.status)
    if (traits.failurePages) expect(answer.body).toContain('This app is not answering')
    server.close()
  })

  it('goes on to the next target when one is dead, for every method', async () => {
    const { on, documents, blue } = stage()
    const dead = await startApp('dead')
    await dead.close()
    await documents.apply(live('pair.test', dead.target, blue.target))
    for (let count = 0; count < 10; count++) {
      expect((await ask(on.origin, 'pair.test')).body).toBe('blue')
      const posted = await ask(on.origin, 'pair.test', { path: '/upload', method: 'POST', body: 'hello' })
      expect(posted).toMatchObject({ status: 200, body: '5' })
    }
  })

  it('sends a request with effect once, even when the app dies over it', async () => {
    const { on, documents, blue } = stage()
    let got = 0
    const server = createServer(request => {
      got++
      request.resume().on('end', () => request.socket.destroy())
    })
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
    const target = { host: '127.0.0.1', port: portOf(server) }
    await documents.apply(live('once.test', target))
    expect((await ask(on.origin, 'once.test', { method: 'POST', body: 'pay' })).status).toBe(502)
    expect(got).toBe(1)
    // With a second target beside it: whichever gets the request first, no other gets it too.
    await documents.apply(live('once.test', target, blue.target))
    const before = got + blue.requests()
    for (let count = 0; count < 6; count++) await ask(on.origin, 'once.test', { method: 'POST', body: 'pay' })
    expect(got + blue.requests()).toBe(before + 6)
    server.close()
  })

  it('loses no request to an app that closes idle connections at any moment', {
    timeout: 30_000,
  }, async () => {
    const { on, documents } = stage()
    const server = createServer((_request, response) => response.end('ok'))
    let turn = 0
    server.on('request', (_request, response) => {
      const socket = response.socket
      response.on('finish', () => setTimeout(() => socket?.destroy(), turn++ % 12))
    })
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
    await documents.apply(live('fickle.test', { host: '127.0.0.1', port: portOf(server) }))
    const load = startLoad({
      url: on.origin,
      hostHeader: 'fickle.test',
      ratePerSecond: 300,
      newConnectionShare: 0.1,
    })
    const statuses: number[] = []
    while (load.sent() < 600) {
      statuses.push((await ask(on.origin, 'fickle.test', { method: 'POST', body: 'x' })).status)
    }
    const result = await load.stop()
    expect(result.failures).toEqual({})
    expect(result.requests).toBeGreaterThanOrEqual(600)
    expect(new Set(statuses)).toEqual(new Set([200]))
    server.close()
  })
}
