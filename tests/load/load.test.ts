import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, describe, expect, it } from 'vitest'
import { startLoad } from './load'

/** Every fifth request fails, each in another way. */
const KINDS = ['status', 'reset', 'cut', 'empty'] as const

describe('startLoad', () => {
  let server: Server
  afterEach(() => {
    server.closeAllConnections()
    server.close()
  })

  it('counts each failure by its kind, and nothing else', async () => {
    let requests = 0
    let connections = 0
    const caused = { status: 0, reset: 0, cut: 0, empty: 0 }
    server = createServer((_request, response) => {
      requests++
      const kind = requests % 5 === 0 ? KINDS[(requests / 5) % KINDS.length] : undefined
      if (kind === undefined) return response.end('fine')
      caused[kind]++
      if (kind === 'status') response.writeHead(502).end('bad')
      else if (kind === 'reset') response.socket?.resetAndDestroy()
      else if (kind === 'empty') response.socket?.destroy()
      else response.writeHead(200, { 'Content-Length': 100 }).write('half', () => response.destroy())
    })
    server.on('connection', () => connections++)
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
    const { port } = server.address() as AddressInfo
    const load = startLoad({ url: `http://127.0.0.1:${port}/`, ratePerSecond: 400, newConnectionShare: 0.5 })
    while (load.sent() < 400) await sleep(10)
    const result = await load.stop()
    expect(result.requests).toBe(requests)
    expect(result.failed).toBe(caused.status + caused.reset + caused.cut + caused.empty)
    expect(result.byBody).toEqual({ fine: requests - result.failed })
    expect(result.failures).toMatchObject({ 'status 502': caused.status, 'cut short': caused.cut })
    expect(connections).toBeGreaterThanOrEqual(Math.floor(requests / 2))
  })

  it('counts a server that is not there', async () => {
    server = createServer()
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
    const { port } = server.address() as AddressInfo
    await new Promise(resolve => server.close(resolve))
    const stop = new AbortController()
    const load = startLoad({
      url: `http://127.0.0.1:${port}/`,
      ratePerSecond: 100,
      newConnectionShare: 0,
      signal: stop.signal,
    })
    while (load.sent() < 10) await sleep(10)
    stop.abort()
    const { requests, failures } = await load.stop()
    expect(failures).toEqual({ ECONNREFUSED: requests })
  })
})
