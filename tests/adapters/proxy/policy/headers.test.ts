import { describe, expect, it } from 'vitest'
import { ask } from '../client'
import { live, stopped, under } from '../under-test'
import { policyStage } from './stage'

describe('response headers in nginx', { timeout: 60_000 }, () => {
  const stage = policyStage({}, (request, response) => {
    if (request.url !== '/own') return false
    response.setHeader('X-Frame-Options', 'DENY')
    response.setHeader('Content-Security-Policy', "default-src 'self'")
    response.end('own')
    return true
  })

  it('are added where the app has none, and replace its own only when asked', async () => {
    const { nginx, documents, blue } = stage()
    const headers = {
      preset: 'recommended',
      hsts: { maxAgeSeconds: 60 },
      custom: [
        { name: 'Content-Security-Policy', value: "default-src 'none'; x $host {{title}}", replace: true },
        { name: 'X-Plain', value: 'a "b" %0d%0a\\n' },
      ],
    }
    await documents.apply(under({ headers }, live('app.test', blue.target)))
    const plain = await ask(nginx.origin, 'app.test')
    expect(plain.headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'SAMEORIGIN',
      'referrer-policy': 'strict-origin-when-cross-origin',
      'content-security-policy': "default-src 'none'; x $host {{title}}",
      'x-plain': 'a "b" %0d%0a\\n',
    })
    expect(plain.headers).not.toHaveProperty('strict-transport-security')
    const own = await ask(nginx.origin, 'app.test', { path: '/own' })
    expect(own.headers).toMatchObject({
      'x-frame-options': 'DENY',
      'content-security-policy': "default-src 'none'; x $host {{title}}",
    })
  })

  it("stand on the proxy's own pages, without taking what these need", async () => {
    const { nginx, documents } = stage()
    const custom = [
      { name: 'Content-Security-Policy', value: "default-src 'none'", replace: true },
      { name: 'Cache-Control', value: 'public, max-age=9', replace: true },
    ]
    await documents.apply(under({ headers: { preset: 'recommended', custom } }, stopped('idle.test')))
    const { headers } = await ask(nginx.origin, 'idle.test')
    expect(headers).toMatchObject({
      'referrer-policy': 'strict-origin-when-cross-origin',
      'cache-control': 'no-store',
    })
    expect(headers['content-security-policy']).toContain("style-src 'unsafe-inline'")
  })

  it('do not reach another app, and go with the policy', async () => {
    const { nginx, documents, blue } = stage()
    const headers = { custom: [{ name: 'X-Plain', value: 'a' }] }
    await documents.apply(under({ headers }, live('app.test', blue.target)), live('other.test', blue.target))
    expect((await ask(nginx.origin, 'other.test')).headers).not.toHaveProperty('x-plain')
    await documents.apply(live('app.test', blue.target))
    expect((await ask(nginx.origin, 'app.test')).headers).not.toHaveProperty('x-plain')
  })
})

describe('HSTS behind something that ends TLS', { timeout: 60_000 }, () => {
  const stage = policyStage({ publicScheme: 'https' })
  it('is sent, as browsers speak https', async () => {
    const { nginx, documents, blue } = stage()
    const hsts = { maxAgeSeconds: 60, includeSubdomains: true }
    await documents.apply(
      under({ headers: { hsts }, redirects: { https: true } }, live('app.test', blue.target)),
    )
    const answer = await ask(nginx.origin, 'app.test')
    expect(answer.status).toBe(200)
    expect(answer.headers['strict-transport-security']).toBe('max-age=60; includeSubDomains')
  })
})
