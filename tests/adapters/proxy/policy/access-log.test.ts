import { readFile } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import { proxyPaths } from '@/lib/core/proxy/nginx-settings'
import { ask, until } from '../client'
import { live, under } from '../under-test'
import { policyStage } from './stage'

describe('the access log of nginx', { timeout: 60_000 }, () => {
  const stage = policyStage()

  it('has a true line for what the app answered, the proxy refused, or had kept', async () => {
    const { nginx, documents, blue } = stage()
    const policy = { static: [{ prefix: '/static/' }], limits: { maxBodyMb: 1 } }
    await documents.apply(
      { ...under(policy, live('app.test', blue.target)), version: 1 },
      under({ maintenance: { on: true } }, live('works.test', blue.target)),
    )
    const get = (host: string, path: string, more = {}) => ask(nginx.origin, host, { path, ...more })
    const large = {
      method: 'PUT',
      headers: { 'Transfer-Encoding': 'chunked' },
      body: Buffer.alloc(2_000_000),
    }
    const ids = [
      await get('app.test', '/slow?ms=300'),
      await get('works.test', '/page?token=x', { method: 'POST', body: 'x' }),
      await get('app.test', '/static/a.css'),
      await get('app.test', '/static/a.css'),
      await get('app.test', '/upload', large),
    ].map(({ headers }) => headers['x-request-id'])
    const log = await until(
      () => readFile(proxyPaths(nginx.dir).accessLog, 'utf8'),
      text => text.trim().split('\n').length >= ids.length,
    )
    const lines = log
      .trim()
      .split('\n')
      .map(line => JSON.parse(line))
    const target = `127.0.0.1:${blue.target.port}`
    const common = {
      host: 'app.test',
      route: 'id-app-test',
      client: '127.0.0.1',
      protocol: 'HTTP/1.1',
      scheme: 'http',
    }
    expect(ids.map(id => lines.find(line => line.requestId === id))).toMatchObject([
      { ...common, method: 'GET', path: '/slow', status: 200, target, cache: '', generation: '1' },
      { method: 'POST', path: '/page', status: 503, route: 'id-works-test', target: '', upstreamSeconds: '' },
      { ...common, path: '/static/a.css', status: 200, target, cache: 'MISS' },
      { ...common, path: '/static/a.css', status: 200, target: '', cache: 'HIT' },
      { ...common, method: 'PUT', path: '/upload', status: 413 },
    ])
    const [slow] = lines.filter(line => line.requestId === ids[0])
    expect(slow.seconds).toBeGreaterThanOrEqual(0.29)
    expect(Number(slow.upstreamSeconds)).toBeGreaterThanOrEqual(0.29)
    expect(Date.parse(slow.time)).not.toBeNaN()
  })
})
