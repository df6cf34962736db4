import { readdir, readFile } from 'node:fs/promises'
import { request } from 'node:http'
import { text } from 'node:stream/consumers'
import { describe, expect, it } from 'vitest'
import { proxyPaths } from '@/lib/core/proxy/nginx-settings'
import { longRequest, openWebsocket } from '../../load/long'
import { ask, until } from './client'
import { type NginxUnderTest, startNginx } from './nginx-under-test'
import { startApp } from './test-app'
import { documents, live } from './under-test'

const MEGABYTE = 1024 * 1024
const SIZE_MB = 1024
/** nginx gives up after 60 s of silence unless it is told otherwise. */
const SILENCE_MS = 65_000

interface Connection {
  origin: string
  host: string
}

/** An upload in parts of 1 MB; `send` waits until the proxy has taken them. */
function upload({ origin, host }: Connection, megabytes: number) {
  const { hostname, port } = new URL(origin)
  const headers = { Host: host, 'Content-Length': megabytes * MEGABYTE }
  const outgoing = request({ hostname, port, path: '/upload', method: 'POST', agent: false, headers })
  const answered = new Promise<string>((resolve, reject) => {
    outgoing.once('error', reject).once('response', response => text(response).then(resolve, reject))
  })
  const part = Buffer.alloc(MEGABYTE, 'u')
  return {
    async send(count: number) {
      for (let sent = 0; sent < count; sent++) {
        await new Promise<void>(resolve => outgoing.write(part, () => resolve()))
      }
    },
    end() {
      outgoing.end()
      return answered
    },
  }
}

/** An event stream; `events` are those that have come. */
function eventStream({ origin, host }: Connection) {
  const { hostname, port } = new URL(origin)
  const events: string[] = []
  let broken: string | null = null
  const outgoing = request({ hostname, port, path: '/ticks', agent: false, headers: { Host: host } })
  outgoing.once('response', response => {
    response.setEncoding('utf8').on('data', part => events.push(part))
    response.on('error', error => {
      broken = error.message
    })
    response.on('end', () => {
      broken ??= 'ended'
    })
  })
  outgoing.end()
  return { events, brokenBy: () => broken, close: () => outgoing.destroy() }
}

const filesBelow = async (dir: string) =>
  (await readdir(dir, { recursive: true, withFileTypes: true })).filter(entry => entry.isFile()).length

/** The most memory that a worker of nginx has had, in MB. */
async function peakMb(nginx: NginxUnderTest) {
  const children = await readFile(`/proc/${nginx.pid()}/task/${nginx.pid()}/children`, 'utf8')
  const status = await Promise.all(
    children
      .trim()
      .split(' ')
      .map(pid => readFile(`/proc/${pid}/status`, 'utf8')),
  )
  return Math.max(...status.map(lines => Number(/VmHWM:\s+(\d+)/.exec(lines)?.[1]) / 1024))
}

describe('what takes long in nginx', { timeout: 300_000 }, () => {
  it('survives switches: a websocket, an event stream, a long request and an upload of 1 GB', async () => {
    const ticking = new Set<NodeJS.Timeout>()
    const [nginx, blue, green] = await Promise.all([
      startNginx(),
      startApp('blue', (incoming, response) => {
        if (incoming.url !== '/ticks') return false
        response.writeHead(200, { 'Content-Type': 'text/event-stream' })
        ticking.add(setInterval(() => response.write('data: blue\n\n'), 100))
        return true
      }),
      startApp('green'),
    ])
    const { apply } = documents(nginx.proxy, green.target)
    await apply(live('app.test', blue.target))
    const place = { url: nginx.origin, hostHeader: 'app.test' }
    const connection = { origin: nginx.origin, host: 'app.test' }
    const websocket = await openWebsocket(place)
    const silent = await openWebsocket(place)
    const long = longRequest({ ...place, url: `${nginx.origin}/slow?ms=10000` })
    const late = longRequest({ ...place, url: `${nginx.origin}/slow?ms=${SILENCE_MS}` })
    const stream = eventStream(connection)
    const big = upload(connection, SIZE_MB)
    await big.send(4)
    for (let part = 1; part <= 20; part++) {
      await apply(live('app.test', (part % 2 ? green : blue).target))
      expect((await ask(nginx.origin, 'app.test')).body).toBe(part % 2 ? 'green' : 'blue')
      await big.send((SIZE_MB - 4) / 20)
      expect((await websocket.echo(Buffer.from(`message ${part}`))).toString()).toBe(`message ${part}`)
    }
    const before = stream.events.length
    expect(await big.end()).toBe(String(SIZE_MB * MEGABYTE))
    expect(await filesBelow(proxyPaths(nginx.dir).temp)).toBe(0)
    const peak = await peakMb(nginx)
    console.log(`1 GB through nginx: its workers had at most ${peak.toFixed(0)} MB`)
    expect(peak).toBeLessThan(150)
    expect(await long).toEqual({ status: 200, body: 'blue' })
    await until(
      () => stream.events.length,
      count => count > before,
    )
    expect(stream.events.join('')).not.toContain('green')
    expect(await late).toEqual({ status: 200, body: 'blue' })
    expect((await silent.echo(Buffer.from('still here'))).toString()).toBe('still here')
    expect([websocket.brokenBy(), silent.brokenBy(), stream.brokenBy()]).toEqual([null, null, null])
    for (const timer of ticking) clearInterval(timer)
    for (const one of [websocket, silent, stream]) one.close()
    await Promise.all([nginx.stop(), blue.close(), green.close()])
  })
})
