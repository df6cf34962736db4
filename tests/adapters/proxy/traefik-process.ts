import { readFile, rename, rm, stat, truncate, writeFile } from 'node:fs/promises'
import { afterEach, expect, it } from 'vitest'
import { rotateTraefikLogs } from '@/lib/adapters/proxy/traefik/rotate-logs'
import { ADMIN_HEADER, ADMIN_HOST } from '@/lib/core/proxy/traefik'
import { traefikPaths } from '@/lib/core/proxy/traefik-static'
import { answerProxyPage } from '@/workers/proxy-pages'
import { ask, until } from './client'
import { startApp } from './test-app'
import { startTraefik } from './traefik-under-test'
import { documents, live, PANEL_HOST } from './under-test'

type Options = Parameters<typeof startTraefik>[0]

/** What is Traefik's own beside the contract: its files, its API, its logs. */
export function traefikProcess() {
  const running: (() => Promise<void>)[] = []
  afterEach(async () => {
    await Promise.all(running.splice(0).map(stop => stop()))
  })

  const start = async (options?: Options) => {
    const panel = await startApp('panel', answerProxyPage)
    const app = await startApp('app')
    const traefik = await startTraefik({ panel: { hosts: [PANEL_HOST], target: panel.target }, ...options })
    running.push(panel.close, app.close, traefik.stop)
    return { traefik, app, panel, ...documents(traefik.proxy, panel.target) }
  }

  it.each([
    ['torn', async (file: string) => truncate(file, (await stat(file)).size - 60)],
    ['empty', (file: string) => truncate(file, 0)],
    ['gone', (file: string) => rm(file)],
    ['not ours', (file: string) => writeFile(file, `\0${'x'.repeat(100_000)}`)],
    [
      'of no shape a document has',
      async (file: string) =>
        writeFile(
          file,
          JSON.stringify({ ...JSON.parse(await readFile(file, 'utf8')), document: { routes: 1 } }),
        ),
    ],
    [
      'of another boot of the machine, whose addresses may be of other apps now',
      async (file: string) =>
        writeFile(file, JSON.stringify({ ...JSON.parse(await readFile(file, 'utf8')), boot: 'other' })),
    ],
  ])('starts without routes when the saved ones are %s, and says so to visitors', async (_name, spoil) => {
    const { traefik, app, apply } = await start()
    await apply(live('app.test', app.target))
    await traefik.kill('SIGKILL')
    await spoil(traefikPaths(traefik.dir).document)
    await traefik.start()
    expect((await traefik.proxy.status()).generation).toBe(0)
    const answer = await ask(traefik.origin, 'app.test')
    expect([answer.status, answer.headers['retry-after']]).toEqual([503, '5'])
    expect(answer.body).toContain('The server is starting')
    await apply(live('app.test', app.target))
    expect((await ask(traefik.origin, 'app.test')).body).toBe('app')
  })

  it('gives nothing to a Traefik that is down, so that it finds nothing withdrawn at its next start', async () => {
    const { traefik, app, apply } = await start()
    await apply(live('app.test', app.target))
    await traefik.kill('SIGKILL')
    await expect(apply(live('other.test', app.target))).rejects.toThrow('cannot be reached')
    await traefik.start()
    expect((await ask(traefik.origin, 'app.test')).body).toBe('app')
    expect((await ask(traefik.origin, 'other.test')).status).toBe(404)
  })

  it('does not count as taken what could not be written', async () => {
    const { traefik, app, apply } = await start()
    await apply(live('app.test', app.target))
    const { state } = traefikPaths(traefik.dir)
    // As with a full disk, nothing can be written there.
    await rename(state, `${state}.moved`)
    await expect(apply(live('app.test', app.target))).rejects.toThrow('The routes could not be written')
    expect((await traefik.proxy.status()).generation).toBe(1)
  })

  it('answers for itself to who has the key only', async () => {
    const { traefik, apply } = await start()
    await apply()
    const { options } = JSON.parse(await readFile(traefikPaths(traefik.dir).access, 'utf8'))
    for (const path of ['/api/rawdata', '/generation']) {
      const key = (value: string) =>
        ask(traefik.origin, ADMIN_HOST, { path, headers: { [ADMIN_HEADER]: value } })
      expect((await ask(traefik.origin, ADMIN_HOST, { path })).status).toBe(404)
      expect((await key(options.key.replace(/./g, '0'))).status).toBe(404)
      expect((await key(options.key)).status).toBeLessThan(400)
    }
    expect((await stat(traefikPaths(traefik.dir).admin)).mode & 0o777).toBe(0o700)
  })

  it('tells apps that browsers speak https when something in front of it ends TLS', async () => {
    const { traefik, app, apply } = await start({ publicScheme: 'https' })
    await apply(live('app.test', app.target))
    const { body } = await ask(traefik.origin, 'app.test', { path: '/headers' })
    expect(JSON.parse(body).headers).toMatchObject({
      'x-forwarded-proto': 'https',
      'x-forwarded-port': '443',
    })
  })

  it('gives up an app that is silent for too long', async () => {
    const { traefik, app, apply } = await start({ readSeconds: 1 })
    await apply(live('app.test', app.target))
    expect((await ask(traefik.origin, 'app.test', { path: '/hang' })).status).toBe(504)
  })

  it('logs each request as a line of JSON, without its query, and opens new logs when asked', async () => {
    const { traefik, app, apply } = await start()
    await apply(live('app.test', app.target))
    const { accessLog } = traefikPaths(traefik.dir)
    const logged = (path: string) =>
      until(
        async () => (await readFile(accessLog, 'utf8')).split('\n').find(line => line.includes(path)),
        line => line !== undefined,
      )
    await ask(traefik.origin, 'app.test', { path: '/a"b?token=planted-secret' })
    const line = JSON.parse((await logged('/a')) ?? '')
    expect(line).toMatchObject({ RequestHost: 'app.test', DownstreamStatus: 200 })
    expect(await readFile(accessLog, 'utf8')).not.toContain('planted-secret')
    expect(await rotateTraefikLogs({ dir: traefik.dir, maxBytes: 10 })).toBe(true)
    await until(
      () =>
        stat(accessLog).then(
          ({ size }) => size,
          () => null,
        ),
      size => size === 0,
    )
    await ask(traefik.origin, 'app.test', { path: '/second' })
    await logged('/second')
    expect(await readFile(`${accessLog}.1`, 'utf8')).toContain('/a')
  })
}
