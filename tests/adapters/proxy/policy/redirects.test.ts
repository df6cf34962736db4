import { describe, expect, it } from 'vitest'
import { ask, sendRaw } from '../client'
import { live, under } from '../under-test'
import { policyStage } from './stage'

describe('redirects in nginx', { timeout: 60_000 }, () => {
  const stage = policyStage()
  const location = async (host: string, path: string, method = 'GET') => {
    const { status, headers } = await ask(stage().nginx.origin, host, { path, method })
    return status < 400 && status >= 300 ? `${status} ${headers.location}` : status
  }

  it('go to the other name of the same app only', async () => {
    const { documents, blue, green } = stage()
    await documents.apply(
      under({ redirects: { www: 'remove' } }, live(['a.test', 'www.a.test'], blue.target)),
      under({ redirects: { www: 'add' } }, live(['b.test', 'www.b.test'], blue.target)),
      under({ redirects: { www: 'add' } }, live('c.test', blue.target)),
      live('www.c.test', green.target),
    )
    expect(await location('www.a.test', '/x?y=1')).toBe('308 http://a.test/x?y=1')
    expect(await location('WWW.a.test:8080', '/')).toBe('308 http://a.test:8080/')
    expect(await location('a.test', '/')).toBe(200)
    expect(await location('b.test', '//evil.test/', 'POST')).toBe('308 http://www.b.test//evil.test/')
    expect(await location('www.b.test', '/')).toBe(200)
    expect(await location('c.test', '/')).toBe(200)
  })

  it('of paths keep the query, end at segments, and never lead to a host nobody named', async () => {
    const { documents, blue } = stage()
    const paths = [
      { from: '/old', to: '/new' },
      { from: '/own', to: '/new?own=1', status: 302 },
      { from: '/docs', to: 'https://docs.example.com', match: 'prefix', status: 307 },
      { from: '/docs/v1', to: '/v1', match: 'prefix', status: 308 },
      { from: '/up', to: '/', match: 'prefix' },
      { from: '/regex/(.*)+$', to: '/$host$1' },
    ]
    await documents.apply(under({ redirects: { paths } }, live('app.test', blue.target)))
    for (const [path, expected] of [
      ['/old', '301 /new'],
      ['/old?a=%0d%0aX:1&b', '301 /new?a=%0d%0aX:1&b'],
      ['/old/', 200],
      ['/older', 200],
      ['/own?x=2', '302 /new?own=1'],
      ['/docs', '307 https://docs.example.com'],
      ['/docs/a%2fb?q', '307 https://docs.example.com/a%2fb?q'],
      ['/docs.evil.test', 200],
      ['/docs@evil.test', 200],
      ['/docs//evil.test', '307 https://docs.example.com/evil.test'],
      ['/docs/v1/x/y', '308 /v1/x/y'],
      ['/docs/v2', '307 https://docs.example.com/v2'],
      ['/up', '301 /'],
      ['/up//evil.test', '301 /evil.test'],
      ['/up/\\evil.test', '301 /evil.test'],
      ['/up/%2f/evil.test', '301 /%2f/evil.test'],
      ['/regex/(.*)+$', '301 /$host$1'],
      ['/regex/abc', 200],
      ['/', 200],
    ] as const) {
      expect(await location('app.test', path), path).toBe(expected)
    }
  })

  it('cannot be made to write a header by what is in the address', async () => {
    const { nginx, documents, blue } = stage()
    await documents.apply(
      under(
        { redirects: { paths: [{ from: '/a', to: '/b', match: 'prefix' }] } },
        live('app.test', blue.target),
      ),
    )
    const head = (target: string) =>
      sendRaw(nginx.origin, `GET ${target} HTTP/1.1\r\nHost: app.test\r\nConnection: close\r\n\r\n`)
    expect(await head('http://app.test/a/x?y')).toMatch(/^location: \/b\/x\?y\r$/im)
    expect(await head('http://evil.test/a/x')).not.toContain('evil.test/')
    for (const target of ['/a/\rSet-Cookie:x', '/a/\tx', '/a/\0x']) {
      expect(await head(target)).not.toMatch(/^set-cookie/im)
    }
    expect(await head('/a/%0d%0aSet-Cookie:%20x=1')).toMatch(/^location: \/b\/%0d%0aSet-Cookie:%20x=1\r$/im)
  })

  it('are found at once among 200, and the app is not asked', async () => {
    const { documents, blue } = stage()
    const paths = Array.from({ length: 200 }, (_, index) => ({
      from: `/${'x'.repeat(400)}${index}`,
      to: `https://example.com/${'y'.repeat(900)}`,
    }))
    await documents.apply(under({ redirects: { paths } }, live('app.test', blue.target)))
    const before = blue.requests()
    expect(await location('app.test', `/${'x'.repeat(400)}199`)).toMatch(/^301 https:\/\/example.com\/y+$/)
    expect(blue.requests()).toBe(before)
  })
})
