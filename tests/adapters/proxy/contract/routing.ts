import { performance } from 'node:perf_hooks'
import { expect, it } from 'vitest'
import { ask } from '../client'
import type { Stage } from '../contract'
import { down, live, PANEL_HOST, stopped, updating } from '../under-test'

export function routing(stage: () => Stage) {
  it('finds the app by hostname, in any spelling of it', async () => {
    const { on, documents, blue, green } = stage()
    await documents.apply(live(['blue.test', 'www.blue.test'], blue.target), live('green.test', green.target))
    for (const host of ['blue.test', 'BLUE.Test', 'blue.test.', 'blue.test:8080', 'www.blue.test']) {
      expect((await ask(on.origin, host)).body, host).toBe('blue')
    }
    expect((await ask(on.origin, 'green.test')).body).toBe('green')
  })

  it('hands the address over as it was written', async () => {
    const { on, documents, blue, traits } = stage()
    await documents.apply(live('blue.test', blue.target))
    const path = '/headers//x/%2E%2E/./%2F;a=1?q=%20&r=a+b&&'
    const { body } = await ask(on.origin, 'blue.test', { path })
    expect(JSON.parse(body).url).toBe(traits.exactPaths ? path : path.replaceAll('%2E', '.'))
  })

  it("sends the panel's hostnames to the panel", async () => {
    const { on, documents } = stage()
    await documents.apply()
    expect((await ask(on.origin, PANEL_HOST)).body).toBe('panel')
  })

  it('answers for an unknown hostname with its own 404 page, never with an app', async () => {
    const { on, documents, blue } = stage()
    await documents.apply(live('blue.test', blue.target))
    for (const host of ['nowhere.test', 'test', 'xblue.test', 'blue.test.evil.test', '127.0.0.1']) {
      const answer = await ask(on.origin, host)
      expect(answer.status, host).toBe(404)
      expect(answer.body).toContain('Nothing is deployed at this address')
      expect(answer.body).toContain(answer.headers['x-request-id'])
    }
  })

  it('says that an app is stopped', async () => {
    const { on, documents } = stage()
    await documents.apply(stopped('idle.test'))
    const answer = await ask(on.origin, 'idle.test')
    expect(answer.status).toBe(503)
    expect(answer.headers['retry-after']).toMatch(/^\d+$/)
    expect(answer.headers['cache-control']).toBe('no-store')
    expect(answer.body).toContain('This app is stopped')
  })

  it('says that an app is being updated, and has the browser ask again', async () => {
    const { on, documents, green } = stage()
    await documents.apply(updating('app.test'))
    const answer = await ask(on.origin, 'app.test')
    expect([answer.status, answer.headers['retry-after'], answer.headers.refresh]).toEqual([503, '5', '5'])
    expect(answer.body).toContain('This app is being updated')
    const sent = await ask(on.origin, 'app.test', { method: 'POST', body: 'order' })
    expect([sent.status, sent.headers['retry-after'], sent.headers.refresh]).toEqual([503, '5', undefined])
    await documents.apply(live('app.test', green.target))
    expect((await ask(on.origin, 'app.test')).body).toBe('green')
  })

  it('says that an app is down, and has the browser ask again', async () => {
    const { on, documents, green } = stage()
    await documents.apply(down('app.test'))
    const answer = await ask(on.origin, 'app.test')
    expect([answer.status, answer.headers['retry-after'], answer.headers.refresh]).toEqual([502, '5', '5'])
    expect(answer.body).toContain('This app is down')
    await documents.apply(live('app.test', green.target))
    expect((await ask(on.origin, 'app.test')).body).toBe('green')
  })

  it('answers in JSON who asks for it', async () => {
    const { on, documents } = stage()
    await documents.apply(stopped('idle.test'))
    for (const [host, code] of [
      ['idle.test', 'app-stopped'],
      ['nowhere.test', 'not-deployed'],
    ] as const) {
      const answer = await ask(on.origin, host, { headers: { Accept: 'application/json' } })
      expect(answer.headers['content-type']).toBe('application/json')
      expect(JSON.parse(answer.body).error).toMatchObject({
        code,
        requestId: answer.headers['x-request-id'],
      })
    }
  })

  it('forgets a route that is in the document no more', async () => {
    const { on, documents, blue } = stage()
    await documents.apply(live('gone.test', blue.target))
    await documents.apply(live('blue.test', blue.target))
    expect((await ask(on.origin, 'gone.test')).status).toBe(404)
  })

  it('ignores a document older than the one it has', async () => {
    const { on, documents, blue, green } = stage()
    const newest = await documents.apply(live('app.test', green.target))
    await documents.applyAt(newest - 1, live('app.test', blue.target))
    expect((await on.proxy.status()).generation).toBe(newest)
    expect((await ask(on.origin, 'app.test')).body).toBe('green')
  })

  it('takes another document of the same generation, as a restarted worker sends it', async () => {
    const { on, documents, blue, green } = stage()
    const newest = await documents.apply(live('app.test', green.target))
    await documents.applyAt(newest, live('app.test', blue.target))
    expect((await ask(on.origin, 'app.test')).body).toBe('blue')
  })

  it('ends with the newest of many documents sent at the same time', async () => {
    const { on, documents, blue, green } = stage()
    const start = await documents.apply()
    const numbers = Array.from({ length: 40 }, (_, index) => start + 1 + ((index * 7) % 40))
    await Promise.all(
      numbers.map(number =>
        documents.applyAt(number, live('app.test', number === start + 40 ? green.target : blue.target)),
      ),
    )
    expect((await on.proxy.status()).generation).toBe(start + 40)
    expect((await ask(on.origin, 'app.test')).body).toBe('green')
  })

  it('refuses a document in which two apps claim a hostname, and keeps the one before', async () => {
    const { on, documents, blue, green } = stage()
    const newest = await documents.apply(live('app.test', blue.target))
    await expect(
      documents.applyAt(
        newest + 1,
        live('app.test', blue.target),
        live(['b.test', 'app.test'], green.target),
      ),
    ).rejects.toThrow('Two routes claim the hostname app.test')
    expect((await ask(on.origin, 'app.test')).body).toBe('blue')
  })

  it('routes 2,000 hostnames of 1,000 apps', async () => {
    const { on, documents, blue, green } = stage()
    const routes = Array.from({ length: 1000 }, (_, index) =>
      live([`app-${index}.test`, `www.app-${index}.test`], (index % 2 ? blue : green).target),
    )
    const start = performance.now()
    await documents.apply(...routes)
    console.log(`applied 1,000 routes in ${(performance.now() - start).toFixed(1)} ms`)
    expect((await ask(on.origin, 'app-0.test')).body).toBe('green')
    expect((await ask(on.origin, 'www.app-999.test')).body).toBe('blue')
    expect((await ask(on.origin, 'app-1000.test')).status).toBe(404)
  })

  it('spreads requests over the targets of an app', async () => {
    const { on, documents, blue, green } = stage()
    await documents.apply(live('pair.test', blue.target, green.target))
    const bodies = await Promise.all(Array.from({ length: 40 }, () => ask(on.origin, 'pair.test')))
    const count = bodies.filter(({ body }) => body === 'blue').length
    expect(count).toBeGreaterThan(8)
    expect(count).toBeLessThan(32)
  })
}
