import { request } from 'node:http'
import { expect, it } from 'vitest'
import { openWebsocket } from '../../../load/long'
import { until } from '../client'
import type { Stage } from '../contract'
import { live } from '../under-test'

const MEGABYTE = 1024 * 1024

export function streams(stage: () => Stage) {
  it('carries a websocket both ways', async () => {
    const { on, documents, blue } = stage()
    await documents.apply(live('app.test', blue.target))
    const websocket = await openWebsocket({ url: on.origin, hostHeader: 'app.test' })
    for (const size of [1, 1000, 300_000]) {
      const message = Buffer.alloc(size, 'x')
      expect((await websocket.echo(message)).equals(message)).toBe(true)
    }
    websocket.close()
  })

  it('passes events on when they are made, not when the answer ends', async () => {
    const { on, documents, blue } = stage()
    await documents.apply(live('app.test', blue.target))
    const { hostname, port } = new URL(on.origin)
    const parts = await new Promise<string[]>((resolve, reject) => {
      const outgoing = request({
        hostname,
        port,
        path: '/events',
        agent: false,
        headers: { Host: 'app.test' },
      })
      outgoing.once('error', reject).once('response', response => {
        const seen: string[] = []
        response.setEncoding('utf8').on('data', part => seen.push(part))
        response.on('end', () => resolve(seen))
      })
      outgoing.end()
    })
    expect(parts).toEqual(['data: 1\n\n', 'data: 2\n\n'])
  })

  it('streams an upload of 100 MB: the app reads while the client still sends', {
    timeout: 60_000,
  }, async () => {
    const { on, documents, blue } = stage()
    await documents.apply(live('app.test', blue.target))
    const before = blue.received()
    const { hostname, port } = new URL(on.origin)
    const outgoing = request({
      hostname,
      port,
      path: '/upload',
      method: 'POST',
      agent: false,
      headers: { Host: 'app.test', 'Content-Length': 100 * MEGABYTE },
    })
    const answered = new Promise<string>((resolve, reject) => {
      outgoing.once('error', reject).once('response', response => {
        let body = ''
        response.setEncoding('utf8').on('data', part => {
          body += part
        })
        response.on('end', () => resolve(body))
      })
    })
    const part = Buffer.alloc(MEGABYTE, 'u')
    const write = () => new Promise<void>(resolve => outgoing.write(part, () => resolve()))
    for (let count = 0; count < 10; count++) await write()
    await until(blue.received, received => received - before > 5 * MEGABYTE)
    for (let count = 10; count < 100; count++) await write()
    outgoing.end()
    expect(await answered).toBe(String(100 * MEGABYTE))
  })

  it('streams an upload of unknown length', async () => {
    const { on, documents, blue } = stage()
    await documents.apply(live('app.test', blue.target))
    const { hostname, port } = new URL(on.origin)
    const body = await new Promise<string>((resolve, reject) => {
      const outgoing = request({
        hostname,
        port,
        path: '/upload',
        method: 'PUT',
        agent: false,
        headers: { Host: 'app.test', 'Transfer-Encoding': 'chunked' },
      })
      outgoing.once('error', reject).once('response', response => {
        response.setEncoding('utf8').on('data', resolve)
      })
      outgoing.write('x'.repeat(5000))
      outgoing.end('y'.repeat(5000))
    })
    expect(body).toBe('10000')
  })
}
