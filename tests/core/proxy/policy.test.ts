import { describe, expect, it } from 'vitest'
import { addressBytes, addressRange } from '@/lib/core/proxy/policy/address-range'
import { MAX_PAGE_BYTES, routePolicy } from '@/lib/core/proxy/policy/policy'
import { redirectLookup } from '@/lib/core/proxy/policy/redirects'
import { RECOMMENDED_HEADERS, responseHeaders } from '@/lib/core/proxy/policy/response-headers'

const path = (from: string, to: string, more = {}) => ({ from, to, ...more })
const redirects = (...paths: object[]) => routePolicy.safeParse({ redirects: { paths } })
const custom = (name: string, value: string) =>
  routePolicy.safeParse({ headers: { custom: [{ name, value }] } })
const HASH = `$2b$08$${'a'.repeat(53)}`

describe('routePolicy', () => {
  it('asks for nothing by default', () => {
    expect(routePolicy.parse({})).toEqual({
      maintenance: { on: false, message: '', allow: [], retryAfterSeconds: 600 },
      errorPages: { down: null, maintenance: null },
      redirects: { www: 'none', https: false, paths: [] },
      basicAuth: { users: [] },
      headers: { preset: 'none', hsts: null, custom: [] },
      limits: { maxBodyMb: null, readTimeoutSeconds: null, requestsPerSecond: null, burst: 20 },
      static: [],
    })
  })

  it.each([
    ['an unknown part', { other: 1 }],
    ['a message of two lines', { maintenance: { message: 'a\r\nX: y' } }],
    ['an address that is a name', { maintenance: { allow: ['example.com'] } }],
    ['a range that is too long', { maintenance: { allow: ['10.0.0.0/33'] } }],
    ['101 addresses', { maintenance: { allow: Array(101).fill('10.0.0.1') } }],
    ['a page above 64 kB', { errorPages: { down: 'ü'.repeat(MAX_PAGE_BYTES / 2 + 1) } }],
    ['a password in clear', { basicAuth: { users: [{ name: 'ann', hash: 'secret' }] } }],
    [
      'a hash that takes seconds to check',
      { basicAuth: { users: [{ name: 'ann', hash: `$2b$15$${'a'.repeat(53)}` }] } },
    ],
    ['a name with a colon', { basicAuth: { users: [{ name: 'a:b', hash: HASH }] } }],
    ['a name that is there twice', { basicAuth: { users: Array(2).fill({ name: 'ann', hash: HASH }) } }],
    ['no body at all', { limits: { maxBodyMb: 0 } }],
    ['a folder that is everything', { static: [{ prefix: '/' }] }],
    ['a folder with dots', { static: [{ prefix: '/a b/' }] }],
    ['a folder that leads up', { static: [{ prefix: '/a/../' }] }],
    ['a folder without a slash at its end', { static: [{ prefix: '/static' }] }],
  ])('refuses %s', (_what, policy) => expect(routePolicy.safeParse(policy).success).toBe(false))

  it('takes an empty page as none', () => {
    expect(routePolicy.parse({ errorPages: { down: ' \n' } }).errorPages.down).toBeNull()
  })
})

describe('path redirects', () => {
  it.each([
    ['/old', '/new'],
    ['/a%20b;c=1', '/x?y=1#z'],
    ['/a', 'https://example.com'],
    ['/a', 'https://example.com:8443/x?y=$uri'],
    ['/(.*)', '/new'],
  ])('take %s → %s', (from, to) => expect(redirects(path(from, to)).success).toBe(true))

  it.each([
    ['/a', '//evil.com'],
    ['/a', '/\\evil.com'],
    ['/a', '\\\\evil.com'],
    ['/a', 'https://good.com@evil.com/'],
    ['/a', 'https:evil.com'],
    ['/a', 'https:///evil.com'],
    ['/a', 'javascript:alert(1)'],
    ['/a', 'ftp://example.com/'],
    ['/a', '/b\r\nSet-Cookie: x=1'],
    ['/a', '/b c'],
    ['/a', '/ü'],
    ['/a', '"/b"'],
    ['/a', ''],
    ['a', '/b'],
    ['//a', '/b'],
    ['/a?x=1', '/b'],
    ['/a#x', '/b'],
    ['/a\n', '/b\n/c'],
    ['/a\\b', '/b'],
    ['/a', `/${'b'.repeat(1000)}`],
  ])('refuse %j → %j', (from, to) => expect(redirects(path(from, to)).success).toBe(false))

  it('refuse one path twice, circles, a query behind a prefix, other statuses, and more than 200', () => {
    expect(redirects(path('/a', '/b'), path('/a', '/c')).success).toBe(false)
    expect(redirects(path('/a', '/a')).success).toBe(false)
    expect(redirects(path('/a', '/b'), path('/b', '/a?x=1')).success).toBe(false)
    expect(redirects(path('/a', '/a/b', { match: 'prefix' })).success).toBe(false)
    expect(redirects(path('/', '/a', { match: 'prefix' })).success).toBe(false)
    expect(redirects(path('/a', '/b?x=1', { match: 'prefix' })).success).toBe(false)
    expect(redirects(path('/a', '/b', { status: 300 })).success).toBe(false)
    expect(redirects(...Array.from({ length: 201 }, (_, index) => path(`/${index}`, '/x'))).success).toBe(
      false,
    )
    expect(redirects(...Array.from({ length: 200 }, (_, index) => path(`/${index}`, '/x'))).success).toBe(
      true,
    )
  })

  it.each([
    ['/docs', '/help', 302],
    ['/docs/', '/help/', 302],
    ['/docs/a/b', '/help/a/b', 302],
    ['/docs/v1/x', 'https://v1.example.com/x', 301],
    ['/docs/v1//evil.com', 'https://v1.example.com/evil.com', 301],
    ['/up', '/', 301],
    ['/up//evil.com', '/evil.com', 301],
    ['/up/\\evil.com', '/evil.com', 301],
    ['/docs/only', '/here', 301],
    ['/docsy', null, null],
    ['/upper', null, null],
  ])('send %s to %s', (from, to, status) => {
    const list = routePolicy.parse({
      redirects: {
        paths: [
          path('/docs', '/help', { match: 'prefix', status: 302 }),
          path('/docs/v1/', 'https://v1.example.com', { match: 'prefix' }),
          path('/up/', '/', { match: 'prefix' }),
          path('/docs/only', '/here'),
        ],
      },
    }).redirects.paths
    expect(redirectLookup(list)(from)).toEqual(to === null ? null : { to, status })
  })
})

describe('response headers', () => {
  it.each([
    ['X-Test', 'a\r\nSet-Cookie: x=1'],
    ['X-Test', 'a\0b'],
    ['X-Test', ''],
    ['X-Test', 'ü'],
    ['X Test', 'a'],
    ['X-Test:', 'a'],
    ['X_Test', 'a'],
    ['X-Test\r\nSet-Cookie', 'a'],
    ['Content-Length', '0'],
    ['transfer-encoding', 'chunked'],
    ['X-Accel-Redirect', '/'],
    ['Location', '/'],
    ['Set-Cookie', 'a=b'],
  ])('refuse %j: %j', (name, value) => expect(custom(name, value).success).toBe(false))

  it('take what nginx would replace as it is', () => {
    expect(custom('X-Test', '$host $uri {{title}} %0a').success).toBe(true)
  })

  it('are the preset, with custom ones before it', () => {
    const policy = routePolicy.parse({
      headers: {
        preset: 'recommended',
        hsts: { maxAgeSeconds: 60, includeSubdomains: true },
        custom: [{ name: 'x-frame-options', value: 'DENY', replace: true }],
      },
    })
    expect(responseHeaders(policy.headers)).toEqual([
      { name: 'x-frame-options', value: 'DENY', when: 'set' },
      { name: 'Strict-Transport-Security', value: 'max-age=60; includeSubDomains', when: 'https' },
      ...RECOMMENDED_HEADERS.filter(({ name }) => name !== 'X-Frame-Options').map(header => ({
        ...header,
        when: 'add',
      })),
    ])
  })
})

describe('addresses', () => {
  it.each([
    ['203.0.113.7', [203, 0, 113, 7], 32],
    ['10.255.1.1/12', [10, 240, 0, 0], 12],
    ['0.0.0.0/0', [0, 0, 0, 0], 0],
    ['2001:db8::1', [32, 1, 13, 184, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1], 128],
    ['::/0', Array(16).fill(0), 0],
    ['::1', [...Array(15).fill(0), 1], 128],
    ['fd00:1234::/20', [253, 0, 16, ...Array(13).fill(0)], 20],
    ['::ffff:1.2.3.4', [...Array(10).fill(0), 255, 255, 1, 2, 3, 4], 128],
  ])('of %s', (range, bytes, bits) => {
    expect(addressBytes(addressRange.parse(range))).toEqual({ bytes, bits })
  })
})
