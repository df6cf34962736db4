import { existsSync } from 'node:fs'
import { mkdir, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, describe, expect, it } from 'vitest'
import { run } from '@/lib/adapters/process/run'
import { masterPid, nginxCommand } from '@/lib/adapters/proxy/nginx/master'
import { nginxProxy } from '@/lib/adapters/proxy/nginx/proxy'
import { rotateLogs } from '@/lib/adapters/proxy/nginx/rotate-logs'
import { proxyPaths } from '@/lib/core/proxy/nginx-settings'
import { openWebsocket } from '../../load/long'
import { ask, sendRaw, until } from './client'
import { type NginxTestOptions, type NginxUnderTest, proxyFolder, startNginx } from './nginx-under-test'
import { startApp, type TestApp } from './test-app'
import { documents, live, PANEL_HOST } from './under-test'

const isRoot = process.getuid?.() === 0

/** Process ids of nginx's workers. */
const workers = async (nginx: NginxUnderTest) =>
  (await readFile(`/proc/${nginx.pid()}/task/${nginx.pid()}/children`, 'utf8')).trim().split(' ').map(Number)

describe('nginx as a process', { timeout: 30_000 }, () => {
  const running: { stop(): Promise<void> }[] = []
  afterEach(async () => {
    await Promise.all(running.splice(0).map(one => one.stop()))
  })

  const start = async (options?: NginxTestOptions) => {
    const nginx = await startNginx(options)
    running.push(nginx)
    const app: TestApp = await startApp('app')
    running.push({ stop: app.close })
    return { nginx, app, ...documents(nginx.proxy, app.target) }
  }

  it('gives up an app that is silent for too long, with a page', async () => {
    const { nginx, app, apply } = await start({ readSeconds: 1 })
    await apply(live('app.test', app.target))
    const answer = await ask(nginx.origin, 'app.test', { path: '/hang' })
    expect(answer.status).toBe(504)
    expect(answer.body).toContain('This app took too long to answer')
    expect(await nginx.proxy.inFlight(app.target)).toBe(0)
  })

  it('forgets the requests of a worker that was killed, and goes on', async () => {
    const { nginx, app, apply } = await start()
    await apply(live('app.test', app.target))
    const websockets = await Promise.all(
      Array.from({ length: 6 }, () => openWebsocket({ url: nginx.origin, hostHeader: 'app.test' })),
    )
    await until(
      () => nginx.proxy.inFlight(app.target),
      count => count === 6,
    )
    for (const pid of await workers(nginx)) process.kill(pid, 'SIGKILL')
    await until(
      async () => (await ask(nginx.origin, 'app.test').catch(() => null))?.body,
      body => body === 'app',
    )
    expect(await nginx.proxy.inFlight(app.target)).toBe(0)
    for (const websocket of websockets) websocket.close()
  })

  it('routes the panel where it is now, also when saved routes say otherwise', async () => {
    const { nginx, app, apply } = await start()
    await apply(live('app.test', app.target))
    const moved = await startApp('moved panel')
    running.push({ stop: moved.close })
    await nginx.kill('SIGQUIT')
    const again = await startNginx({
      dir: nginx.dir,
      port: Number(new URL(nginx.origin).port),
      panel: { hosts: [PANEL_HOST, 'localhost'], target: moved.target },
    })
    running.push(again)
    expect((await ask(again.origin, 'localhost')).body).toBe('moved panel')
    expect((await ask(again.origin, 'app.test')).body).toBe('app')
  })

  it.each([
    ['torn', async (file: string) => truncate(file, (await stat(file)).size - 60)],
    ['empty', (file: string) => truncate(file, 0)],
    ['gone', (file: string) => rm(file)],
    ['not ours', (file: string) => writeFile(file, `\0${'x'.repeat(100_000)}`)],
    [
      'of another boot of the machine, whose addresses may be of other apps now',
      async (file: string) =>
        writeFile(file, (await readFile(file, 'utf8')).replace(/boot .*/, 'boot other')),
    ],
  ])('starts without routes when the saved ones are %s, and says so to visitors', async (_name, spoil) => {
    const { nginx, app, apply } = await start()
    await apply(live('app.test', app.target))
    await nginx.kill('SIGKILL')
    await spoil(proxyPaths(nginx.dir).routeTable)
    await nginx.start()
    expect((await nginx.proxy.status()).generation).toBe(0)
    const answer = await ask(nginx.origin, 'app.test')
    expect([answer.status, answer.headers['retry-after']]).toEqual([503, '5'])
    expect(answer.body).toContain('The server is starting')
    await apply(live('app.test', app.target))
    expect((await ask(nginx.origin, 'app.test')).body).toBe('app')
  })

  it('routes on, and says so in its log, when the routes cannot be saved', async () => {
    const { nginx, app, apply } = await start()
    // In the way of the file that is written first; a full disk fails at the same place.
    await mkdir(`${proxyPaths(nginx.dir).routeTable}.new`)
    await apply(live('app.test', app.target))
    expect((await ask(nginx.origin, 'app.test')).body).toBe('app')
    expect(await readFile(proxyPaths(nginx.dir).errorLog, 'utf8')).toContain('the routes could not be saved')
  })

  it('leaves no process behind when it is killed', async () => {
    const { nginx } = await start()
    // Those that keep files note their neighbours after a second.
    await until(
      () => readFile(`/proc/${nginx.pid()}/task/${nginx.pid()}/children`, 'utf8'),
      children => children.trim().split(' ').length >= 3,
    )
    await sleep(1500)
    const children = await workers(nginx)
    await nginx.kill('SIGKILL')
    const alive = () => children.filter(pid => existsSync(`/proc/${pid}`))
    await until(alive, list => list.length === 0)
  })

  it('is not disturbed by a second start or a test of its configuration', async () => {
    const { nginx, app, apply } = await start()
    await apply(live('app.test', app.target))
    const { file, argv } = nginxCommand({ file: 'nginx', dir: nginx.dir })
    expect((await run(file, argv, { timeoutMs: 20_000 })).exitCode).not.toBe(0)
    await run(file, ['-t', ...argv])
    expect((await nginx.proxy.status()).generation).toBe(1)
    expect((await ask(nginx.origin, 'app.test')).body).toBe('app')
  })

  it('keeps others from its socket', async () => {
    const { nginx } = await start()
    expect((await stat(proxyPaths(nginx.dir).admin)).mode & 0o777).toBe(0o700)
  })

  it.runIf(isRoot)('runs its workers as another user than root', async () => {
    const { nginx } = await start()
    const users = async () =>
      Promise.all((await workers(nginx)).map(async pid => (await stat(`/proc/${pid}`)).uid))
    // One that has just started is about to change.
    await until(users, list => list.every(uid => uid !== 0))
  })

  it.runIf(isRoot)('says what to do when that user cannot get to its folder', async () => {
    const dir = await proxyFolder()
    running.push({ stop: () => rm(dir, { recursive: true }) })
    await run('chmod', ['700', dir])
    await expect(startNginx({ dir })).rejects.toThrow(`cannot get into ${dir}. Run: chmod o+x ${dir}`)
  })

  it.runIf(isRoot)('runs wholly without root', async () => {
    const dir = await proxyFolder()
    const nobody = { uid: 65534, gid: 65534 }
    const first = await startNginx({ dir, workerUser: null })
    await first.kill('SIGQUIT')
    await run('chown', ['-R', '65534:65534', dir])
    const { nginx, app, apply } = await start({ dir, workerUser: null, runAs: nobody })
    await apply(live('app.test', app.target))
    await nginx.restart('killed')
    expect((await ask(nginx.origin, 'app.test')).body).toBe('app')
  })

  it('tells apps that browsers speak https when something in front of it ends TLS', async () => {
    const { nginx, app, apply } = await start({ publicScheme: 'https' })
    await apply(live('app.test', app.target))
    const { body } = await ask(nginx.origin, 'app.test', { path: '/headers' })
    expect(JSON.parse(body).headers).toMatchObject({
      'x-forwarded-proto': 'https',
      'x-forwarded-port': '443',
    })
  })

  it('logs each request as a line of JSON, without its query, and opens new logs when asked', async () => {
    const { nginx, app, apply } = await start()
    await apply(live('app.test', app.target))
    const log = proxyPaths(nginx.dir).accessLog
    const { headers } = await ask(nginx.origin, 'app.test', { path: '/a"b?token=planted-secret' })
    await sendRaw(nginx.origin, 'GET /\x01%0a HTTP/1.1\r\nHost: a"b,}.test\r\nConnection: close\r\n\r\n')
    const text = await until(
      () => readFile(log, 'utf8'),
      lines => lines.split('\n').length >= 3,
    )
    const lines = text
      .trim()
      .split('\n')
      .map(line => JSON.parse(line))
    expect(lines.find(line => line.requestId === headers['x-request-id'])).toMatchObject({
      host: 'app.test',
      route: 'id-app-test',
      target: `127.0.0.1:${app.target.port}`,
      method: 'GET',
      path: '/a"b',
      status: 200,
      bytes: expect.any(Number),
      seconds: expect.any(Number),
      generation: '1',
    })
    expect(text).not.toContain('planted-secret')
    expect(await rotateLogs({ dir: nginx.dir, maxBytes: 1_000_000 })).toBe(false)
    expect(await rotateLogs({ dir: nginx.dir, maxBytes: 10 })).toBe(true)
    await ask(nginx.origin, 'app.test', { path: '/after' })
    await until(
      () => readFile(log, 'utf8').catch(() => ''),
      lines => lines.includes('/after'),
    )
    expect(await readFile(`${log}.1`, 'utf8')).toContain(headers['x-request-id'])
  })

  it('knows its master, and does not take a stranger for it', async () => {
    const { nginx } = await start()
    expect(await masterPid(nginx.dir)).toBe(nginx.pid())
    await nginx.kill('SIGKILL')
    expect(await masterPid(nginx.dir)).toBeNull()
    await writeFile(proxyPaths(nginx.dir).pid, `${process.pid}\n`)
    expect(await masterPid(nginx.dir)).toBeNull()
  })
})

describe('nginxProxy without a proxy', () => {
  const target = { host: '127.0.0.1', port: 1 }

  it('says so, and how to go on', async () => {
    const proxy = nginxProxy({ dir: '/nonexistent' })
    const { apply } = documents(proxy, target)
    for (const call of [apply(), proxy.status(), proxy.inFlight(target)]) {
      await expect(call).rejects.toMatchObject({
        name: 'ProxyUnavailable',
        message: expect.stringContaining('berth doctor'),
      })
    }
  })

  it('gives up one that is frozen, and stops at once on abort', async () => {
    const nginx = await startNginx()
    const pids = [nginx.pid(), ...(await workers(nginx))]
    for (const pid of pids) process.kill(pid, 'SIGSTOP')
    try {
      const { apply } = documents(nginxProxy({ dir: nginx.dir, timeoutMs: 200 }), target)
      await expect(apply()).rejects.toMatchObject({ name: 'ProxyUnavailable' })
      const reason = new Error('cancelled')
      const document = { generation: 1, panel: { hosts: [], target }, routes: [] }
      const aborted = nginxProxy({ dir: nginx.dir }).apply(document, AbortSignal.abort(reason))
      await expect(aborted).rejects.toBe(reason)
    } finally {
      for (const pid of pids) process.kill(pid, 'SIGCONT')
      await nginx.stop()
    }
  })
})
