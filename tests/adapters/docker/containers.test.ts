import { afterAll, describe, expect, test } from 'vitest'
import { dockerAdapter } from '@/lib/adapters/docker/docker'
import { engineClient } from '@/lib/adapters/engine/client'
import { EngineUnavailable } from '@/lib/core/errors'
import { LABEL, resourceLabels } from '@/lib/core/run/names'
import { StartRefused } from '@/lib/core/run/start-refused'
import { DOCKER_HOST, testEngine } from '../../support/docker'

const engine = testEngine()
const { docker, spec, run, output } = engine
afterAll(() => engine.cleanUp(), 60_000)

const never = new AbortController().signal
const raw = (name: string) =>
  engineClient(DOCKER_HOST).json<{ HostConfig: Record<string, unknown>; Config: { Hostname: string } }>({
    method: 'GET',
    path: `/containers/${name}/json`,
  })

describe('a container', () => {
  test('is created, started, seen, stopped and removed', async () => {
    const wanted = spec({
      command: 'trap "exit 3" TERM; echo up; while :; do sleep 0.1; done',
      aliases: ['api'],
    })
    await docker.ensureNetwork(engine.network)
    const made = await docker.ensureContainer(wanted)
    expect(made).toMatchObject({
      name: wanted.name,
      running: false,
      status: 'created',
      exitCode: null,
      health: 'none',
      restartCount: 0,
      startedAt: null,
      pid: null,
      addresses: {},
    })
    await docker.start(wanted.name)
    await docker.start(wanted.name)
    const up = await docker.inspect(wanted.name)
    expect(up).toMatchObject({ running: true, status: 'running', exitCode: null, oomKilled: false })
    expect(up?.addresses[engine.network.name]).toMatch(/^\d+\.\d+\.\d+\.\d+$/)
    expect(up?.startedAt).toBeInstanceOf(Date)
    expect(up?.pid).toBeGreaterThan(1)
    // It can be told to end from now on.
    for await (const { text } of docker.logs(wanted.name, { follow: true })) if (text === 'up') break
    await docker.stop(wanted.name, 10)
    await docker.stop(wanted.name, 10)
    expect(await docker.inspect(wanted.name)).toMatchObject({ running: false, status: 'exited', exitCode: 3 })
    expect(await docker.wait(wanted.name, never)).toEqual({ exitCode: 3, oomKilled: false })
    await docker.remove(wanted.name)
    expect(await docker.inspect(wanted.name)).toBeNull()
  })

  test('that is missing can be stopped and removed, not started', async () => {
    await docker.stop('no-such-container', 1)
    await docker.remove('no-such-container')
    expect(await docker.inspect('no-such-container')).toBeNull()
    await expect(docker.start('no-such-container')).rejects.toThrow(/no such container/i)
  })

  test('made twice from one specification is the same, even at once and with its keys in another order', async () => {
    const wanted = spec({ env: { A: '1', B: '2' } })
    const [first, ...others] = await Promise.all([1, 2, 3].map(() => docker.ensureContainer(wanted)))
    const again = await docker.ensureContainer({ ...wanted, env: { B: '2', A: '1' } })
    expect([...others, again].map(({ id }) => id)).toEqual([first?.id, first?.id, first?.id])
  })

  test('made from another specification under its name takes its place', async () => {
    const name = await run()
    const before = await docker.inspect(name)
    const after = await docker.ensureContainer(spec({ name, env: { A: 'new' } }))
    expect(after.id).not.toBe(before?.id)
    expect(after.running).toBe(false)
  })

  test('of somebody else is never taken or removed', async () => {
    const foreign = spec({ labels: { [LABEL.namespace]: `${engine.namespace}x` } })
    const other = dockerAdapter({ dockerHost: DOCKER_HOST, namespace: `${engine.namespace}x` })
    await docker.ensureNetwork(engine.network)
    await other.ensureContainer(foreign)
    await expect(docker.ensureContainer(spec({ name: foreign.name }))).rejects.toThrow(/Berth did not make/)
    expect(await other.inspect(foreign.name)).not.toBeNull()
    await other.remove(foreign.name)
  })

  test('is listed by its labels, within the namespace only', async () => {
    const labels = { ...resourceLabels({ namespace: engine.namespace, appId: 'app_listed' }) }
    const names = [await run({ labels }), await run({ labels })]
    const listed = await docker.list({ [LABEL.app]: 'app_listed' })
    expect(listed.map(({ name }) => name).sort()).toEqual(names.sort())
    const stranger = dockerAdapter({ dockerHost: DOCKER_HOST, namespace: 'nobody' })
    expect(await stranger.list({ [LABEL.app]: 'app_listed' })).toEqual([])
  })

  test('seen at a glance, running or not, with its address while it runs', async () => {
    const [up, ended] = [await run(), await run({ command: 'exit 3' })]
    await docker.wait(ended, never)
    const glances = new Map((await docker.glance()).map(glance => [glance.name, glance]))
    const state = await docker.inspect(up)
    expect(glances.get(up)).toEqual({
      id: state?.id,
      name: up,
      status: 'running',
      addresses: state?.addresses,
    })
    expect(glances.get(ended)).toMatchObject({ status: 'exited', addresses: {} })
    expect(await dockerAdapter({ dockerHost: DOCKER_HOST, namespace: 'nobody' }).glance()).toEqual([])
  })

  test('started again by the engine until it is to be left ended', async () => {
    const name = await run({ command: 'sleep 1; exit 3' })
    await docker.keepRunning(name)
    await expect
      .poll(async () => (await docker.inspect(name))?.restartCount, { timeout: 60_000 })
      .toBeGreaterThan(0)
    await docker.leaveEnded(name)
    await docker.stop(name, 1)
    expect((await raw(name)).HostConfig.RestartPolicy).toMatchObject({ Name: 'no' })
    expect(await docker.inspect(name)).toMatchObject({ running: false, status: 'exited' })
    await docker.leaveEnded('berth_there_is_none')
  })

  test('ended at once by KILL when it ignores TERM', async () => {
    const name = await run({ command: 'trap "" TERM; while :; do sleep 0.1; done' })
    await docker.stop(name, 1)
    expect(await docker.inspect(name)).toMatchObject({ exitCode: 137, running: false })
  })

  test('waiting for it can be given up', async () => {
    const name = await run()
    const controller = new AbortController()
    const early = docker.wait(name, AbortSignal.abort(new Error('enough')))
    await expect(early).rejects.toThrow('enough')
    const late = docker.wait(name, controller.signal)
    setTimeout(() => controller.abort(new Error('too long')), 200)
    await expect(late).rejects.toThrow('too long')
  })
})

describe('what a container may do', () => {
  test('is locked down, and says so', async () => {
    const name = await run({ cpuMillis: 250, memoryMb: 48, pidsLimit: 33 })
    await docker.keepRunning(name)
    const { HostConfig, Config } = await raw(name)
    expect(HostConfig).toMatchObject({
      Privileged: false,
      Init: true,
      CapDrop: ['ALL'],
      SecurityOpt: ['no-new-privileges'],
      Memory: 48 * 1024 * 1024,
      MemorySwap: 48 * 1024 * 1024,
      CpuPeriod: 100_000,
      CpuQuota: 25_000,
      PidsLimit: 33,
      OomScoreAdj: 500,
      NetworkMode: engine.network.name,
      PidMode: '',
      UTSMode: '',
      Binds: null,
      VolumesFrom: null,
      RestartPolicy: { Name: 'unless-stopped', MaximumRetryCount: 0 },
      LogConfig: { Type: 'json-file', Config: { 'max-size': '10m', 'max-file': '3' } },
    })
    expect(HostConfig.CapAdd).toHaveLength(7)
    expect(Config.Hostname).toBe('box')
  })

  test('has the seven capabilities and no way to more', async () => {
    const name = await run({ command: 'grep -E "CapBnd|NoNewPrivs" /proc/self/status' })
    const lines = await output(name)
    expect(lines.map(({ text }) => text.replace(/\s+/g, ' '))).toEqual([
      'CapBnd: 00000000000004eb',
      'NoNewPrivs: 1',
    ])
  })

  // On a busy machine the engine's notice of it can come after the exit that it explains.
  test('ends when it takes more memory than it has', { retry: 2 }, async () => {
    const name = await run({
      image: 'python:3.11-slim',
      command: 'python3 -c "x = bytearray(300_000_000)"',
      memoryMb: 64,
    })
    expect(await docker.wait(name, never)).toEqual({ exitCode: 137, oomKilled: true })
    expect(await docker.inspect(name)).toMatchObject({ oomKilled: true })
  })

  test('fails to start more processes than it may', async () => {
    const command = 'i=0; while [ $i -lt 60 ]; do sleep 30 & i=$((i+1)); done; echo all'
    const name = await run({ command, pidsLimit: 20 })
    await docker.wait(name, never)
    const text = (await output(name)).map(line => line.text).join('\n')
    expect(text).toMatch(/can't fork/)
    expect(text).not.toContain('all')
  })

  test('more processors than there are is no mistake', async () => {
    expect(await docker.inspect(await run({ cpuMillis: 64_000 }))).toMatchObject({ running: true })
  })

  test('is enough for nginx, which starts as root and listens on port 80', async () => {
    const command = 'echo "server { listen 80; }" > /etc/nginx/conf.d/x.conf; exec nginx -g "daemon off;"'
    const name = await run({ image: 'nginx:alpine', command })
    await expect.poll(() => docker.listeningPorts(name)).toEqual([{ address: '0.0.0.0', port: 80 }])
    expect(await docker.inspect(name)).toMatchObject({ running: true })
  })

  test('is enough for redis', async () => {
    const name = await run({ image: 'redis:7', command: null })
    await expect.poll(() => docker.listeningPorts(name)).toContainEqual({ address: '0.0.0.0', port: 6379 })
  })

  test('is enough for postgres, which gives its rights up', async () => {
    const env = { POSTGRES_PASSWORD: 'x' }
    const name = await run({ image: 'postgres:15', command: null, memoryMb: 256, pidsLimit: 256, env })
    await expect
      .poll(async () => (await docker.listeningPorts(name)).map(({ port }) => port), { timeout: 30_000 })
      .toContain(5432)
  })
})

describe('variables', () => {
  test('arrive as they are, whatever is in them', async () => {
    const env = {
      MULTI: 'a\nb\r\n\tc',
      QUOTES: `"'\`\\`,
      DOLLAR: '$HOME $PATH $(id) %s',
      UNICODE: 'žluťoučký 🚢 \u202e',
      EQUALS: '=a=b=',
      EMPTY: '',
      BIG: 'x'.repeat(64 * 1024),
    }
    const script = `import json, os; print(json.dumps({n: os.environ[n] for n in ${JSON.stringify(Object.keys(env))}}))`
    const name = await run({
      image: 'python:3.11-slim',
      command: ['python3', '-c', script],
      env: { ...env, BIG: 'y' },
    })
    expect(JSON.parse((await output(name))[0]?.text ?? '')).toEqual({ ...env, BIG: 'y' })
    const big = await run({ command: 'echo -n "$BIG" | wc -c', env })
    expect((await output(big)).map(({ text }) => text)).toEqual([String(env.BIG.length)])
  })

  test('may be ten thousand', async () => {
    const env = Object.fromEntries(Array.from({ length: 10_000 }, (_, i) => [`V_${i}`, `value ${i}`]))
    const name = await run({ command: 'env | grep -c ^V_', env })
    expect((await output(name)).map(({ text }) => text)).toEqual(['10000'])
  })

  test('that are too big for Linux end the start, and it is said why', async () => {
    // Newer engines refuse to start the container; older ones start it, and it ends with a word in its log.
    const outcome = await run({ command: 'true', env: { A: 'x'.repeat(200 * 1024) } }).catch(
      (error: unknown) => error,
    )
    if (outcome instanceof StartRefused) return expect(outcome.code).toBe('start.variables-too-big')
    const lines = await output(String(outcome))
    expect(lines.map(({ text }) => text).join()).toMatch(/argument list too long/)
  })

  test('with a NUL character are refused', async () => {
    await expect(run({ command: 'true', env: { A: 'a\0b' } })).rejects.toThrow()
  })
})

describe('odd names and commands', () => {
  test('names cannot leave their place in the address', async () => {
    for (const name of ['../../images/json?x=', 'a/b', 'a b', 'a%2Fb', '', '.', 'a\n']) {
      await expect(docker.inspect(name)).rejects.toThrow(/cannot be the name/)
      await expect(docker.ensureContainer(spec({ name }))).rejects.toThrow(/cannot be the name/)
      await expect(docker.imageExists(`a/../${name}`)).rejects.toThrow(/cannot be the name/)
    }
  })

  test('a command is one text for the shell, or words that no shell sees', async () => {
    const shell = await run({ command: 'echo "$A" && echo two; exit 7', env: { A: 'one' } })
    expect((await output(shell)).map(({ text }) => text)).toEqual(['one', 'two'])
    expect((await docker.wait(shell, never)).exitCode).toBe(7)
    const words = await run({ command: ['echo', '$A; id', '*'], env: { A: 'one' } })
    expect((await output(words)).map(({ text }) => text)).toEqual(['$A; id *'])
  })

  test('a command that is not there ends with 127', async () => {
    expect(await docker.wait(await run({ command: ['no-such-program'] }), never)).toMatchObject({
      exitCode: 127,
    })
  })

  test('an image that is not there is an error', async () => {
    await expect(docker.ensureContainer(spec({ image: 'no-such-image:1' }))).rejects.toThrow(/no such image/i)
    expect(await docker.imageExists('no-such-image:1')).toBe(false)
    expect(await docker.imageExists('busybox:latest')).toBe(true)
    expect(await docker.exposedPorts('no-such-image:1')).toEqual([])
    await docker.removeImage('no-such-image:1')
  })
})

test('an engine that is not there is told as such by every call', async () => {
  const away = dockerAdapter({ dockerHost: 'unix:///nowhere/docker.sock', namespace: 'x' })
  const refusing = dockerAdapter({ dockerHost: 'tcp://127.0.0.1:9', namespace: 'x' })
  for (const port of [away, refusing]) {
    await expect(port.info()).rejects.toThrow(EngineUnavailable)
    await expect(port.inspect('x')).rejects.toThrow(EngineUnavailable)
    await expect(port.ensureNetwork({ name: 'x', labels: {} })).rejects.toThrow(EngineUnavailable)
    await expect(port.stop('x', 1)).rejects.toThrow(EngineUnavailable)
    await expect(port.logs('x', {})[Symbol.asyncIterator]().next()).rejects.toThrow(EngineUnavailable)
    await expect(port.listeningPorts('x')).rejects.toThrow(EngineUnavailable)
  }
})

test('the engine tells about itself', async () => {
  const info = await docker.info()
  expect(info.version).toMatch(/^\d+\.\d+/)
  expect(info.cpus).toBeGreaterThan(0)
  expect(info.memoryBytes).toBeGreaterThan(0)
  expect(info.dataRoot).toMatch(/^\//)
})
