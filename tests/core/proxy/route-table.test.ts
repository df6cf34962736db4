import { describe, expect, it } from 'vitest'
import { routePolicy } from '@/lib/core/proxy/policy/policy'
import { routeTable as tableOf, targetName } from '@/lib/core/proxy/route-table'
import type { ProxyRoute, RouteDocument } from '@/lib/core/proxy/routes'

const panel = { hosts: ['panel.example.com'], target: { host: '127.0.0.1', port: 3100 } }
const shop: ProxyRoute = {
  id: 'r1',
  name: 'shop-production',
  hosts: ['shop.example.com', 'www.shop.example.com'],
  state: 'LIVE',
  targets: [
    { host: '172.20.0.3', port: 8080 },
    { host: 'FD00::5', port: 80 },
  ],
}
const document = (...routes: ProxyRoute[]): RouteDocument => ({ generation: 7, panel, routes })
const routeTable = (document: RouteDocument) => tableOf(document, html => `page-of-${html.length}`)
const withHost = (host: string) => () => routeTable(document({ ...shop, hosts: [host] }))

describe('routeTable', () => {
  it('writes a line per route', () => {
    const idle: ProxyRoute = { ...shop, id: 'r2', hosts: [], state: 'STOPPED' }
    expect(routeTable(document(shop, idle))).toBe(
      [
        'berth-routes 2',
        'generation 7',
        'panel 127.0.0.1:3100 panel.example.com',
        'route r1 shop-production LIVE 172.20.0.3:8080,[fd00::5]:80 shop.example.com www.shop.example.com',
        'route r2 shop-production STOPPED -',
        'end 2',
        '',
      ].join('\n'),
    )
  })

  it.each(['localhost', '127.0.0.1', '[::1]', 'xn--pple-43d.com', 'a_b.internal', '1.a', 'a'.repeat(63)])(
    'takes the hostname %s',
    host => expect(withHost(host)).not.toThrow(),
  )

  it.each([
    '',
    ' ',
    'a b',
    'a\nroute r9 evil LIVE 6.6.6.6:80 bank.example.com',
    'a\n',
    'a\r',
    'a\tb',
    'a\0b',
    'A.example.com',
    'äpp.example.com',
    '.example.com',
    'example.com.',
    'a..b',
    '*.example.com',
    '-a.com',
    'a-.com',
    'a.com:80',
    'a/b',
    '$host',
    '`id`',
    '{}',
    'a;b',
    'a'.repeat(64),
    `${'a.'.repeat(127)}aa`,
  ])('refuses the hostname %j', host => expect(withHost(host)).toThrow('Not a hostname'))

  it('refuses a hostname that is claimed twice, by routes or by the panel', () => {
    expect(() => routeTable(document(shop, { ...shop, id: 'r2' }))).toThrow('Two routes claim')
    expect(withHost('panel.example.com')).toThrow('Two routes claim')
  })

  it.each(['', 'a b', 'a\nb', '-', '../x', 'a"b', '<b>', '{{text}}', 'ä', 'a'.repeat(201)])(
    'refuses %j as a name or an id',
    word => {
      expect(() => routeTable(document({ ...shop, name: word }))).toThrow('Not a route name')
      expect(() => routeTable(document({ ...shop, id: word }))).toThrow('Not a route id')
    },
  )

  it.each(['localhost', 'app', '1.2.3', '256.1.1.1', '1.2.3.4 5', '[::1]', '::1%eth0', 'unix:/run/x', ''])(
    'refuses %j as the address of a target',
    host => expect(() => targetName({ host, port: 80 })).toThrow('Not a target address'),
  )

  it.each([0, -1, 65536, 1.5, Number.NaN])('refuses the port %d', port =>
    expect(() => targetName({ host: '10.0.0.1', port })).toThrow('Not a target port'),
  )

  it('refuses a live route without a target, and a generation that is none', () => {
    expect(() => routeTable(document({ ...shop, targets: [] }))).toThrow('has no target')
    for (const generation of [-1, 1.5, Number.NaN, 2 ** 60]) {
      expect(() => routeTable({ ...document(), generation })).toThrow('Not a generation')
    }
  })

  it('writes what a policy asks for below its route, and nothing for one that asks for nothing', () => {
    const policy = routePolicy.parse({
      maintenance: { on: true, message: 'Back "soon" %\u2028…', allow: ['10.1.2.3/9', '::1'] },
      errorPages: { down: '<h1>', maintenance: '<h1>!' },
      redirects: {
        www: 'add',
        https: true,
        paths: [
          { from: '/a', to: '/b?x=1' },
          { from: '/c/', to: 'https://example.com/', match: 'prefix', status: 308 },
        ],
      },
      basicAuth: { users: [{ name: 'ann', hash: `$2b$08$${'a'.repeat(53)}` }] },
      headers: { custom: [{ name: 'X-Test', value: 'a b\\', replace: true }] },
      limits: { maxBodyMb: 3, readTimeoutSeconds: 5, requestsPerSecond: 7, burst: 0 },
      static: [{ prefix: '/static/' }],
    })
    const plain = { ...shop, id: 'r2', hosts: [], policy: routePolicy.parse({}) }
    expect(
      routeTable(document({ ...shop, policy, version: 3 }, plain))
        .split('\n')
        .slice(4, -2),
    ).toEqual([
      '+ maintenance 600 0a000000/9,00000000000000000000000000000001/128 Back%20%22soon%22%20%25%E2%80%A8%E2%80%A6',
      '+ page down page-of-4',
      '+ page maintenance page-of-5',
      '+ www add',
      '+ https on',
      '+ redirect exact 301 /a /b?x=1',
      '+ redirect prefix 308 /c https://example.com',
      `+ user ann $2b$08$${'a'.repeat(53)}`,
      '+ header set X-Test a%20b%5C',
      '+ body 3',
      '+ read 5',
      '+ rate 7 0',
      '+ static hashed /static/',
      '+ version 3',
      'route r2 shop-production LIVE 172.20.0.3:8080,[fd00::5]:80',
    ])
  })

  it('checks a policy again before it writes it', () => {
    const policy = routePolicy.parse({})
    const spoiled = [
      {
        ...policy,
        redirects: {
          ...policy.redirects,
          paths: [{ from: '/a\nroute', to: '/b', match: 'exact', status: 301 }],
        },
      },
      { ...policy, headers: { ...policy.headers, custom: [{ name: 'X', value: 'a\r\nb', replace: false }] } },
      { ...policy, basicAuth: { users: [{ name: 'a b', hash: '' }] } },
      { ...policy, static: [{ prefix: '/a /', immutable: 'all' }] },
    ]
    for (const one of spoiled) {
      const route = { ...shop, policy: one as typeof policy }
      expect(() => routeTable(document(route))).toThrow('Not a policy the proxy can follow, of route r1')
    }
  })
})
