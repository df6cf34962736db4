import { createServer as createHttpServer, type RequestListener } from 'node:http'
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net'
import { afterEach, describe, expect, test } from 'vitest'
import { probeAdapter } from '@/lib/adapters/probe/http'

const { probe } = probeAdapter()
const servers: Server[] = []
const sockets = new Set<Socket>()
afterEach(async () => {
  for (const socket of sockets) socket.destroy()
  await Promise.all(servers.splice(0).map(server => new Promise(resolve => server.close(resolve))))
})

function listening(server: Server): Promise<number> {
  servers.push(server)
  server.on('connection', socket => sockets.add(socket))
  return new Promise(resolve => {
    server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port))
  })
}
const http = (listener: RequestListener) => listening(createHttpServer(listener))
const tcp = (listener: (socket: Socket) => void) => listening(createServer(listener))
const ask = (port: number, changes: { path?: string; timeoutMs?: number; signal?: AbortSignal } = {}) =>
  probe({ host: '127.0.0.1', port, path: '/', hostHeader: 'app.localhost', timeoutMs: 5000, ...changes })

describe('a probe', () => {
  test('asks as a visitor behind the proxy would', async () => {
    const port = await http((request, response) =>
      response.end(JSON.stringify([request.url, request.headers])),
    )
    const answer = await ask(port, { path: '/healthz?x=1' })
    expect(answer).toMatchObject({ kind: 'status', status: 200 })
    const [url, headers] = JSON.parse(answer.kind === 'status' ? answer.bodyStart : '')
    expect(url).toBe('/healthz?x=1')
    expect(headers).toMatchObject({
      host: 'app.localhost',
      'user-agent': 'berth-healthcheck',
      'x-forwarded-proto': 'https',
    })
  })

  test('does not follow redirects', async () => {
    const port = await http((_, response) => response.writeHead(302, { location: '/login' }).end())
    expect(await ask(port)).toEqual({ kind: 'status', status: 302, bodyStart: '' })
  })

  test('reads no more than the start of the answer, however long it is', async () => {
    const port = await http((_, response) => {
      response.writeHead(500)
      const flood = () => {
        while (response.write('x'.repeat(65_536)));
        response.once('drain', flood)
      }
      flood()
    })
    expect(await ask(port)).toEqual({ kind: 'status', status: 500, bodyStart: 'x'.repeat(2048) })
  })

  test('counts an answer that breaks off', async () => {
    const port = await tcp(socket => socket.end('HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\nok'))
    expect(await ask(port)).toMatchObject({
      kind: 'status',
      status: 200,
      bodyStart: expect.stringMatching(/^ok/),
    })
  })
})

describe('no answer', () => {
  test('because nothing listens', async () => {
    const port = await http(() => undefined)
    await new Promise(resolve => servers.pop()?.close(resolve))
    expect(await ask(port)).toEqual({ kind: 'refused' })
  })
  test('because the address does not exist', async () => {
    expect(
      await probe({ host: 'nowhere.invalid', port: 1, path: '/', hostHeader: 'x', timeoutMs: 5000 }),
    ).toEqual({
      kind: 'refused',
    })
  })
  test('in time', async () => {
    expect(await ask(await http(() => undefined), { timeoutMs: 50 })).toEqual({ kind: 'timeout' })
  })
  test('in time, one byte after the other', async () => {
    const port = await tcp(socket => {
      const timer = setInterval(() => socket.write('H'), 5)
      socket.on('close', () => clearInterval(timer)).on('error', () => socket.destroy())
      socket.write('HTTP/1.1 200 OK\r\nX: ')
    })
    expect(await ask(port, { timeoutMs: 100 })).toEqual({ kind: 'timeout' })
  })
  test('but a closed connection', async () => {
    expect(await ask(await tcp(socket => socket.destroy()))).toEqual({ kind: 'reset' })
  })
  test('in HTTP', async () => {
    expect(await ask(await tcp(socket => socket.end('SSH-2.0-OpenSSH_9.2\r\n')))).toEqual({
      kind: 'not-http',
    })
  })
  test('because the asker has given up', async () => {
    const controller = new AbortController()
    const asking = ask(await http(() => undefined), { signal: controller.signal })
    controller.abort(new Error('enough'))
    await expect(asking).rejects.toThrow('enough')
  })
})
