import { describe, expect, it } from 'vitest'
import { type NginxSettings, nginxConfig } from '@/lib/core/proxy/nginx-config'

const settings: NginxSettings = {
  dir: '/var/lib/berth/proxy',
  listen: ['0.0.0.0:8080', '[::]:8080'],
  modules: ['/usr/lib/nginx/modules/ndk_http_module.so'],
  workers: 2,
  workerUser: { name: 'www-data', group: 'www-data' },
  publicScheme: 'https',
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
    expect(text).toContain('proxy_set_header X-Forwarded-Proto https;')
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
