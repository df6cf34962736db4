import { describe, expect, it } from 'vitest'
import { ask } from '../client'
import { live, stopped, under, updating } from '../under-test'
import { policyStage } from './stage'

const JSON_ONLY = { headers: { Accept: 'application/json' } }

describe('maintenance and error pages in nginx', { timeout: 60_000 }, () => {
  const stage = policyStage()

  it('answers 503 with a message and Retry-After, and leaves the app alone', async () => {
    const { nginx, documents, blue } = stage()
    const message = 'Back "soon" <script>alert(1)</script> & {{request}} – ü'
    await documents.apply(
      under({ maintenance: { on: true, message, retryAfterSeconds: 90 } }, live('app.test', blue.target)),
      live('other.test', blue.target),
    )
    const before = blue.requests()
    const answer = await ask(nginx.origin, 'app.test')
    expect([answer.status, answer.headers['retry-after'], answer.headers['cache-control']]).toEqual([
      503,
      '90',
      'no-store',
    ])
    expect(answer.body).toContain(
      'Back &quot;soon&quot; &lt;script&gt;alert(1)&lt;/script&gt; &amp; {{request}} – ü',
    )
    const inJson = await ask(nginx.origin, 'app.test', {
      ...JSON_ONLY,
      method: 'POST',
      body: 'x'.repeat(200_000),
    })
    expect(JSON.parse(inJson.body).error).toMatchObject({
      code: 'app-maintenance',
      message: `Down for maintenance. ${message}`,
    })
    expect(blue.requests()).toBe(before)
    expect((await ask(nginx.origin, 'other.test')).body).toBe('blue')
  })

  it('lets those on its list through, by address and by range', async () => {
    const { nginx, documents, blue } = stage()
    const allow = ['127.0.0.7', '127.1.64.0/18', '::1']
    await documents.apply(under({ maintenance: { on: true, allow } }, live('app.test', blue.target)))
    for (const [from, status] of [
      ['127.0.0.7', 200],
      ['127.0.0.8', 503],
      ['127.1.64.1', 200],
      ['127.1.127.254', 200],
      ['127.1.128.1', 503],
      ['127.1.63.254', 503],
    ] as const) {
      expect((await ask(nginx.origin, 'app.test', { from })).status, from).toBe(status)
    }
    // What a client says about itself does not count.
    const lie = { headers: { 'X-Forwarded-For': '127.0.0.7', 'X-Real-IP': '127.0.0.7' } }
    expect((await ask(nginx.origin, 'app.test', lie)).status).toBe(503)
    await documents.apply(
      under({ maintenance: { on: true, allow: ['0.0.0.0/0'] } }, live('app.test', blue.target)),
    )
    expect((await ask(nginx.origin, 'app.test')).status).toBe(200)
  })

  it('counts from the acknowledgement on, and so does its end', async () => {
    const { nginx, documents, blue } = stage()
    for (let round = 0; round < 10; round++) {
      await documents.apply(under({ maintenance: { on: true } }, live('app.test', blue.target)))
      expect((await ask(nginx.origin, 'app.test')).status).toBe(503)
      await documents.apply(live('app.test', blue.target))
      expect((await ask(nginx.origin, 'app.test')).status).toBe(200)
    }
  })

  it("answers with the app's own pages, also after a restart, and forgets those that are gone", async () => {
    const { nginx, documents, blue } = stage()
    const errorPages = {
      down: '<h1>Ours {{status}} {{request}} {{other}} $host ü</h1>',
      maintenance: '<h1>Works</h1>',
    }
    const dead = { host: '127.0.0.1', port: 1 }
    const maintenance = { on: true }
    const apply = () =>
      documents.apply(
        under({ errorPages }, live('dead.test', dead)),
        under({ errorPages }, stopped('idle.test')),
        under({ errorPages }, updating('busy.test')),
        under({ errorPages, maintenance }, live('works.test', blue.target)),
        under({ errorPages }, live('app.test', blue.target)),
      )
    await apply()
    const check = async () => {
      for (const [host, status] of [
        ['dead.test', 502],
        ['idle.test', 503],
        ['busy.test', 503],
      ] as const) {
        const answer = await ask(nginx.origin, host)
        const request = answer.headers['x-request-id']
        expect([answer.status, answer.body]).toEqual([
          status,
          `<h1>Ours ${status} ${request} {{other}} $host ü</h1>`,
        ])
        expect(answer.headers['content-type']).toBe('text/html; charset=utf-8')
        expect(JSON.parse((await ask(nginx.origin, host, JSON_ONLY)).body).error.requestId).toMatch(
          /^\w{32}$/,
        )
      }
      expect((await ask(nginx.origin, 'works.test')).body).toBe('<h1>Works</h1>')
    }
    await check()
    await nginx.restart('killed')
    await check()
    // An app that answers 503 itself is passed on as it is; a page that is used no more is asked for anew.
    await documents.apply(live('app.test', blue.target))
    await apply()
    await check()
  })

  it('takes 40 pages of the largest size', async () => {
    const { nginx, documents, blue } = stage()
    const page = (index: number) => `${index}:${'ü'.repeat(32_000)}`
    await documents.apply(
      ...Array.from({ length: 40 }, (_, index) =>
        under(
          { maintenance: { on: true }, errorPages: { maintenance: page(index) } },
          live(`app-${index}.test`, blue.target),
        ),
      ),
    )
    expect((await ask(nginx.origin, 'app-39.test')).body).toBe(page(39))
  })
})
