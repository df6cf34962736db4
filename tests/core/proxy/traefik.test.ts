import { describe, expect, it } from 'vitest'
import { routePolicy } from '@/lib/core/proxy/policy/policy'
import { unsupportedBy } from '@/lib/core/proxy/policy/unsupported'
import { proxyPage, proxyPagePath } from '@/lib/core/proxy/proxy-page'
import type { ProxyRoute, RouteDocument } from '@/lib/core/proxy/routes'
import { type TraefikOptions, traefikDocument } from '@/lib/core/proxy/traefik'
import { traefikText } from '@/lib/core/proxy/traefik-document'
import {
  anyOf,
  clientRule,
  headerPattern,
  hostRule,
  methodRule,
  pathPattern,
} from '@/lib/core/proxy/traefik-rule'
import { traefikStatic } from '@/lib/core/proxy/traefik-static'
import { parseRule, valuesOf } from '../../support/traefik-rule-grammar'
import { traefikSchema } from '../../support/traefik-schema'

const options: TraefikOptions = { key: 'ab12', publicScheme: 'http', connectSeconds: 5, readSeconds: 3600 }
const panel = { hosts: ['panel.example.com', '127.0.0.1'], target: { host: '127.0.0.1', port: 3100 } }
const shop: ProxyRoute = {
  id: 'r1',
  name: 'shop-production',
  hosts: ['shop.example.com', '[fd00::5]', 'a_b.internal'],
  state: 'LIVE',
  targets: [
    { host: '172.20.0.3', port: 8080 },
    { host: 'FD00::5', port: 80 },
  ],
}
const idle: ProxyRoute = {
  ...shop,
  id: 'r2',
  name: 'blog',
  hosts: ['blog.example.com'],
  state: 'STOPPED',
  targets: [],
}
const updating: ProxyRoute = { ...idle, id: 'r3', hosts: ['new.example.com'], state: 'UPDATING' }
const nameless: ProxyRoute = { ...shop, id: 'r4', hosts: [] }

const documentOf = (...routes: ProxyRoute[]): RouteDocument => ({ generation: 7, panel, routes })
const render = (...routes: ProxyRoute[]) => traefikDocument(documentOf(...routes), '7.abc', options).http

describe('traefikDocument', () => {
  const http = render(shop, idle, updating, nameless)

  it("follows Traefik's reference, and every router finds what it names", () => {
    expect(traefikSchema.parse({ http })).toEqual({ http })
  })

  it('names the servers of an app by address, and no others', () => {
    expect(http.services['app-r1']?.loadBalancer.servers).toEqual([
      { url: 'http://172.20.0.3:8080' },
      { url: 'http://[fd00::5]:80' },
    ])
    expect(Object.keys(http.services)).toEqual(['pages', 'panel', 'app-r1'])
  })

  it('has one rule that can be parsed per router, and a route for each hostname only', () => {
    for (const { rule } of Object.values(http.routers)) expect(() => parseRule(rule)).not.toThrow()
    const hosts = (name: string) => valuesOf(parseRule(http.routers[name]?.rule ?? ''), 'Host')
    expect(hosts('app-r1')).toEqual(['shop.example.com', 'fd00::5', 'a_b.internal'])
    expect(hosts('ws-app-r1')).toEqual(hosts('app-r1'))
    expect(hosts('panel')).toEqual(panel.hosts)
    expect(Object.keys(http.routers)).not.toContain('app-r4')
  })

  it('leads to the page that says why nothing answers', () => {
    const page = (name: string) =>
      http.routers[name]?.middlewares
        ?.map(key => http.middlewares[key])
        .find(one => one && 'replacePath' in one)
    expect(page('app-r2')).toEqual({ replacePath: { path: '/.berth-proxy/stopped/blog' } })
    expect(page('app-r3')).toEqual({ replacePath: { path: '/.berth-proxy/updating/blog' } })
    expect(page('none')).toEqual({ replacePath: { path: '/.berth-proxy/unknown' } })
    const boot = traefikDocument({ generation: 0, panel, routes: [] }, '0.abc', options)
    expect(boot.http.middlewares['page-none']).toEqual({ replacePath: { path: '/.berth-proxy/starting' } })
  })

  it('opens its own addresses to this machine and who has the key only', () => {
    for (const name of ['marker', 'api']) {
      const rule = parseRule(http.routers[name]?.rule ?? '')
      expect(valuesOf(rule, 'ClientIP')).toEqual(['127.0.0.1'])
      expect(valuesOf(rule, 'Header')).toEqual(['X-Berth-Key', 'ab12'])
      expect(rule).toHaveProperty('all')
    }
  })

  it('never sends a request to an app on a connection that was used before', () => {
    expect(http.serversTransports).toMatchObject({ berth: { maxIdleConnsPerHost: -1 } })
  })

  it('refuses what the route table refuses', () => {
    expect(() => render(shop, { ...shop, id: 'r9' })).toThrow('Two routes claim the hostname')
    expect(() => render({ ...shop, targets: [{ host: 'evil.example.com', port: 80 }] })).toThrow(
      'Not a target',
    )
    expect(() => render({ ...shop, id: 'a@file' })).toThrow('Not a route id')
  })

  it('says https, and the port of https, where something in front speaks it', () => {
    const { http: secure } = traefikDocument(documentOf(shop), '7.abc', { ...options, publicScheme: 'https' })
    expect(secure.middlewares.request).toMatchObject({
      headers: { customRequestHeaders: { 'X-Forwarded-Proto': 'https', 'X-Forwarded-Port': '443' } },
    })
  })
})

describe('policies with Traefik', () => {
  const HASH = `$2b$08$${'a'.repeat(53)}`
  const under = (asked: object, route = shop): ProxyRoute => ({ ...route, policy: routePolicy.parse(asked) })
  const maintenance = { on: true, retryAfterSeconds: 120 }

  it('put a login and a rate in front of an app, its websockets and its pages', () => {
    const guarded = { basicAuth: { users: [{ name: 'ann', hash: HASH }] }, limits: { requestsPerSecond: 5 } }
    const http = render(under(guarded), under(guarded, idle))
    expect(traefikSchema.parse({ http })).toEqual({ http })
    for (const name of ['app-r1', 'ws-app-r1', 'app-r2']) {
      const id = name.slice(-2)
      expect(http.routers[name]?.middlewares).toEqual(expect.arrayContaining([`rate-${id}`, `login-${id}`]))
    }
    expect(http.middlewares['login-r1']).toEqual({
      basicAuth: { users: [`ann:${HASH}`], realm: 'shop-production', removeHeader: true },
    })
  })

  it('close an app in maintenance, but for who may see it', () => {
    const closed = render(under({ maintenance }))
    expect(traefikSchema.parse({ http: closed })).toEqual({ http: closed })
    expect(Object.keys(closed.routers).filter(name => name.includes('r1'))).toEqual(['closed-r1'])
    expect(Object.keys(closed.services)).not.toContain('app-r1')
    expect(closed.middlewares['page-r1']).toEqual({
      replacePath: { path: '/.berth-proxy/maintenance/shop-production/120' },
    })
    const allow = ['203.0.113.7', '2001:DB8::/32']
    const some = render(under({ maintenance: { ...maintenance, allow } }))
    expect(traefikSchema.parse({ http: some })).toEqual({ http: some })
    for (const name of ['app-r1', 'ws-app-r1']) {
      const rule = parseRule(some.routers[name]?.rule ?? '')
      expect(rule).toHaveProperty('all')
      expect(valuesOf(rule, 'ClientIP')).toEqual(['203.0.113.7', '2001:db8::/32'])
      expect(some.routers[name]?.priority).toBeGreaterThan(some.routers['closed-r1']?.priority ?? 0)
    }
    const stopped = render(under({ maintenance: { ...maintenance, allow } }, idle))
    expect(Object.keys(stopped.routers).filter(name => name.includes('r2'))).toEqual(['closed-r2'])
  })

  it('say after how long to come back', () => {
    const ask = { method: 'GET', accept: 'text/html', requestId: 'a'.repeat(32) }
    const page = proxyPage({ ...ask, url: proxyPagePath('maintenance', 'shop-production', 120) })
    expect(page).toMatchObject({ status: 503, headers: { 'Retry-After': '120' } })
    expect(page?.body).toContain('shop-production is being worked on')
    expect(proxyPage({ ...ask, url: '/.berth-proxy/maintenance/shop/0x9' })).toBeNull()
  })

  it('name what it cannot do', () => {
    const fields = (asked: object) =>
      unsupportedBy('traefik', routePolicy.parse(asked)).map(({ field }) => field)
    expect(fields({})).toEqual([])
    expect(fields({ maintenance, limits: { requestsPerSecond: 5 } })).toEqual([])
    expect(fields({ maintenance: { message: 'Soon back' }, static: [{ prefix: '/static/' }] })).toEqual([
      'maintenance.message',
      'static',
    ])
    expect(fields({ redirects: { https: true }, headers: { preset: 'recommended' } })).toEqual([
      'redirects.https',
      'headers.preset',
    ])
    expect(unsupportedBy('nginx', routePolicy.parse({ redirects: { https: true } }))).toEqual([])
  })
})

describe('the rules', () => {
  const HOSTILE = [
    '',
    'a`b',
    'a`) || Host(`bank.example.com',
    '*',
    '*.example.com',
    'a b',
    'a\nb',
    'a\0',
    '{{ env "HOME" }}',
    '{subdomain:.+}.example.com',
    'äpp.example.com',
    'a,b',
    'a/b',
    'a'.repeat(300),
  ]
  it.each(HOSTILE)('refuse the hostname %j', host => expect(() => hostRule([host])).toThrow('Not a hostname'))
  it.each(['', '`', '{{.}}', 'GET`', 'get', 'A B'])('refuse the method %j', method =>
    expect(() => methodRule(method)).toThrow('Not a method'),
  )
  it.each(['', '`', '1.2.3.4`', 'evil', '10.0.0.0/8 '])('refuse the range %j', range =>
    expect(() => clientRule(range)).toThrow('Not a range'),
  )
  it.each(['`', '{{ . }}', 'a\nb', 'ä'])('refuse the pattern %j', pattern => {
    expect(() => pathPattern(pattern)).toThrow('Not a text for a rule')
    expect(() => headerPattern('Upgrade', pattern)).toThrow('Not a text for a rule')
    expect(() => headerPattern(pattern, 'x')).toThrow('Not a header')
  })
  it('refuse to be empty', () => expect(() => anyOf([])).toThrow('at least one part'))

  it.each(['', 'Host(`a`', 'Host(a)', 'Host(`a`) Host(`b`)', 'Host(`a`) ||', 'Hoast(`a`)', 'Host(`a`, `b`)'])(
    'are told from a broken one by the parser of this test: %s',
    text => expect(() => parseRule(text)).toThrow(),
  )
})

describe('traefikText', () => {
  it('is JSON that no Go template finds anything in', () => {
    const document = { a: '{{ env "SECRET" }}', b: { c: { d: [{ e: '}}"\\{{' }] } } }
    const text = traefikText(document)
    expect(text).not.toContain('{{')
    expect(JSON.parse(text)).toEqual(document)
  })
})

describe('traefikStatic', () => {
  const settings = { dir: '/var/lib/berth/proxy', address: ':8080', shutdownSeconds: 30 }
  it('asks nobody outside, shows no dashboard and trusts no header of a client', () => {
    expect(traefikStatic(settings)).toMatchObject({
      global: { checkNewVersion: false, sendAnonymousUsage: false },
      api: { dashboard: false, insecure: false },
      entryPoints: { web: { address: ':8080', http: { aliasHeadersStrategy: 'delete' } } },
    })
    expect(JSON.stringify(traefikStatic(settings))).not.toContain('trustedIPs')
  })
  it.each(['8080', ':8080 ', 'evil:80', ':80\n', '{{.}}:80'])('refuses to listen on %j', address =>
    expect(() => traefikStatic({ ...settings, address })).toThrow('Not an address'),
  )
  it.each(['relative', '/a"b', '/a\nb', '/{{.}}'])('refuses the folder %j', dir =>
    expect(() => traefikStatic({ ...settings, dir })).toThrow('Not a path'),
  )
})
