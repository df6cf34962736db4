import { describe, expect, it } from 'vitest'
import { nginxConfig } from '@/lib/core/proxy/nginx-config'
import type { NginxSettings } from '@/lib/core/proxy/nginx-settings'

const settings: NginxSettings = {
  dir: '/var/lib/berth/proxy',
  listen: ['0.0.0.0:8080', '[::]:8080'],
  modules: ['/usr/lib/nginx/modules/ndk_http_module.so'],
  workers: 2,
  workerUser: { name: 'www-data', group: 'www-data' },
  publicScheme: 'https',
  tls: null,
  connectSeconds: 5,
  readSeconds: 3600,
  shutdownSeconds: 30,
}

describe('nginxConfig', () => {
  it('listens where it is told and runs workers as it is told', () => {
    const text = nginxConfig(settings)
    expect(text).toContain('listen 0.0.0.0:8080 default_server')
    expect(text).toContain('listen [::]:8080 default_server backlog=4096 ipv6only=on;')
    expect(text).toContain('user www-data www-data;')
    expect(text).toContain('load_module "/usr/lib/nginx/modules/ndk_http_module.so";')
    expect(text).toContain('.init("/var/lib/berth/proxy", "https")')
    expect(text).not.toContain('ssl')
  })

  it('speaks TLS and HTTP/2 where it has a certificate', () => {
    const tls = {
      listen: ['0.0.0.0:8443'],
      port: 443,
      certificate: '/etc/berth/cert.pem',
      key: '/etc/berth/key.pem',
    }
    const text = nginxConfig({ ...settings, publicScheme: 'http', tls })
    expect(text).toContain('listen 0.0.0.0:8443 ssl http2 default_server')
    expect(text).toContain('ssl_certificate_key "/etc/berth/key.pem";')
    expect(text).toContain('.init("/var/lib/berth/proxy", "http", "443")')
    expect(() => nginxConfig({ ...settings, tls: { ...tls, key: '/a"; x' } })).toThrow('Not a path')
    expect(() => nginxConfig({ ...settings, tls: { ...tls, listen: ['*:1'] } })).toThrow('Not an address')
  })

  it('loads nothing where Lua is built in, and names no user when there is none', () => {
    const text = nginxConfig({ ...settings, modules: [], workerUser: null })
    expect(text).not.toContain('load_module')
    expect(text).not.toMatch(/^user /m)
  })

  it.each(['relative', '/a"b', '/a;b', '/a\nb', '/a$b', '/a{b', "/a'b", '/a\\b', '/ä', ''])(
    'refuses the folder %j',
    dir => expect(() => nginxConfig({ ...settings, dir })).toThrow('Not a path'),
  )

  it('refuses a folder too long for a socket', () => {
    expect(() => nginxConfig({ ...settings, dir: `/${'d'.repeat(100)}` })).toThrow('too long')
  })

  it.each(['8080', '*:8080', '0.0.0.0:8080; }', 'unix:/x', '::1:80', '[::1]'])(
    'does not listen on %j',
    address => expect(() => nginxConfig({ ...settings, listen: [address] })).toThrow('Not an address'),
  )

  it('refuses other values that are none', () => {
    for (const change of [{ workers: 0 }, { readSeconds: 1.5 }, { connectSeconds: Number.NaN }]) {
      expect(() => nginxConfig({ ...settings, ...change })).toThrow('whole number')
    }
    const workerUser = { name: 'root; daemon on', group: 'root' }
    expect(() => nginxConfig({ ...settings, workerUser })).toThrow('Not a user')
  })
})
