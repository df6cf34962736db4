import { request } from 'node:http'
import { expect, it } from 'vitest'
import { openWebsocket } from '../../../load/long'
import { ask, until } from '../client'
import type { Stage } from '../contract'
import { startApp } from '../test-app'
import { live } from '../under-test'

/** Starts a request and returns what aborts it. */
function begin(origin: string, host: string, path: string): () => void {
  const { hostname, port } = new URL(origin)
  const outgoing = request({ hostname, port, path, agent: false, headers: { Host: host } })
  outgoing.on('error', () => undefined)
  outgoing.end()
  return () => outgoing.destroy()
}

export function inFlight(stage: () => Stage) {
  const count = (app: { target: { host: string; port: number } }) => stage().on.proxy.inFlight(app.target)

  it('counts requests under way to a target, also those of clients that go away', async () => {
    const { on, documents, blue, green } = stage()
    await documents.apply(live('app.test', blue.target))
    expect(await count(blue)).toBe(0)
    const aborts = Array.from({ length: 7 }, () => begin(on.origin, 'app.test', '/hang'))
    await until(
      () => count(blue),
      value => value === 7,
    )
    // A switch does not change what is under way.
    await documents.apply(live('app.test', green.target))
    expect(await count(blue)).toBe(7)
    for (const abort of aborts.slice(0, 3)) abort()
    await until(
      () => count(blue),
      value => value === 4,
    )
    for (const abort of aborts) abort()
    await until(
      () => count(blue),
      value => value === 0,
    )
    expect(await count(green)).toBe(0)
  })

  it('counts answers and those that failed, or says that it does not', async () => {
    const { on, documents, blue } = stage()
    await documents.apply(live('app.test', blue.target))
    const before = await on.proxy.answers(blue.target)
    if (!before) return expect(stage().traits.requestIds).toBe(false)
    for (const path of ['/', '/', '/status?503']) await ask(on.origin, 'app.test', { path })
    await until(
      async () => (await on.proxy.answers(blue.target))?.all ?? 0,
      all => all === before.all + 3,
    )
    expect(await on.proxy.answers(blue.target)).toEqual({ all: before.all + 3, failed: before.failed + 1 })
  })

  it('counts a websocket until it is closed', async () => {
    const { on, documents, blue } = stage()
    await documents.apply(live('app.test', blue.target))
    const websocket = await openWebsocket({ url: on.origin, hostHeader: 'app.test' })
    await until(
      () => count(blue),
      value => value === 1,
    )
    websocket.close()
    await until(
      () => count(blue),
      value => value === 0,
    )
  })

  it('is back at 0 after failures, retries, cut answers and aborted uploads', async () => {
    const { on, documents, blue } = stage()
    const dead = await startApp('dead')
    await dead.close()
    await documents.apply(
      live('app.test', blue.target),
      live('dead.test', dead.target),
      live('pair.test', dead.target, blue.target),
    )
    const { hostname, port } = new URL(on.origin)
    const uploads = Array.from({ length: 5 }, () => {
      const outgoing = request({ hostname, port, path: '/upload', method: 'POST', agent: false })
      outgoing.setHeader('Host', 'app.test')
      outgoing.setHeader('Content-Length', 1_000_000)
      outgoing.on('error', () => undefined)
      outgoing.write('x'.repeat(1000))
      return outgoing
    })
    await until(
      () => count(blue),
      value => value === 5,
    )
    for (const upload of uploads) upload.destroy()
    for (let round = 0; round < 5; round++) {
      await ask(on.origin, 'dead.test')
      await ask(on.origin, 'dead.test', { method: 'POST', body: 'x' })
      await ask(on.origin, 'pair.test')
      await expect(ask(on.origin, 'app.test', { path: '/cut' })).rejects.toThrow()
    }
    await until(
      () => count(blue),
      value => value === 0,
    )
    expect(await count(dead)).toBe(0)
  })
}
