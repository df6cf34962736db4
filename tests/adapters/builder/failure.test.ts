import { randomBytes } from 'node:crypto'
import { Readable } from 'node:stream'
import { afterAll, describe, expect, test } from 'vitest'
import { builderAdapter } from '@/lib/adapters/builder/builder'
import { EngineUnavailable } from '@/lib/core/errors'
import { type Files, tarOf, testBuilder } from '../../support/building'
import { testEngine } from '../../support/docker'
import { fakeEngine } from '../../support/fake-engine'

const engine = testEngine()
const { build, request } = testBuilder(engine)
afterAll(() => engine.cleanUp(), 60_000)

const once = () => randomBytes(6).toString('hex')
const failureOf = async (dockerfile: string, files: Files = {}) => {
  const { result } = await build(dockerfile, files)
  if (result.ok) throw new Error('the build should have failed')
  return result.failure
}

describe("a user's mistake is a result", () => {
  test('a step that fails, with its name and exit code', async () => {
    const { result, steps, log } = await build(`FROM busybox\nRUN echo before ${once()}; exit 42`)
    expect(result).toMatchObject({ ok: false, failure: { code: 'build.command-failed', exitCode: 42 } })
    const step = result.ok ? '' : (result.failure.step ?? '')
    expect(step).toMatch(/RUN echo before/)
    expect(steps[step]).toEqual(['started', 'failed'])
    expect(log[0]).toMatch(/^before/)
  })

  test.each(['nothere', 'folder/nothere', '../../../etc/hostname'])(
    'a file to copy that is not there: %s',
    async path => {
      const { code, sentence } = await failureOf(`FROM busybox\nCOPY ${path} /x`, { 'folder/file': once() })
      expect(code).toBe('build.context-invalid')
      expect(sentence).toContain(`copies "${path.replaceAll('../', '')}"`)
    },
  )

  test('a download from a server that is not up', async () => {
    const { code } = await failureOf('FROM busybox\nADD http://127.0.0.1:1/file /x')
    expect(code).toBe('build.network')
  })

  test('a step that is not to blame for being cancelled beside it', async () => {
    const { step } = await failureOf(
      `FROM busybox AS a\nRUN sleep 30 # ${once()}\nFROM busybox AS b\nRUN sleep 0.3; exit 9 # ${once()}\nFROM busybox\nCOPY --from=a /etc /a\nCOPY --from=b /etc /b`,
    )
    expect(step).toMatch(/exit 9/)
  })

  test('a step whose command speaks of other ends', async () => {
    const failure = await failureOf(
      `FROM busybox\nRUN : exit code: 137; echo ${once()} rpc error: code = Unavailable; exit 5 # context canceled`,
    )
    expect(failure).toMatchObject({ code: 'build.command-failed', exitCode: 5 })
  })

  test.each([
    ['FROM busybox\nRUNN ls', 'build.dockerfile-invalid'],
    ['', 'build.dockerfile-invalid'],
    ['FROM', 'build.dockerfile-invalid'],
    ['RUN true', 'build.dockerfile-invalid'],
    ['FROM busybox\nCOPY missing /x', expect.stringMatching(/^build\./)],
  ])('a Dockerfile like %j', async (dockerfile, code) => {
    expect((await failureOf(dockerfile)).code).toEqual(code)
  })

  test('a base image that is not to be had', async () => {
    const failure = await failureOf(`FROM no-such-image-${once()}:1`)
    expect(['build.base-image-not-found', 'build.network']).toContain(failure.code)
  }, 60_000)

  test('a step that is killed', async () => {
    expect((await failureOf(`FROM busybox\nRUN echo ${once()}; sh -c 'kill -9 $$'; exit $?`)).code).toBe(
      'build.out-of-memory',
    )
  })

  test.each<[string, Files]>([
    ['leads out', { '../evil': 'x' }],
    ['leads out in the middle', { 'a/../../evil': 'x' }],
    ['is absolute', { '/etc/passwd': 'x' }],
    ['is a pipe', { pipe: { type: 'fifo' } }],
    ['is a device', { dev: { type: 'character-device' } }],
    ['is a file and a folder', { a: 'x', 'a/b': 'y' }],
    ['is linked to nothing', { a: { type: 'link', linkname: 'b' } }],
  ])('a context in which something %s', async (_, files) => {
    expect(await failureOf('FROM busybox', files)).toMatchObject({ code: 'build.context-invalid' })
  })
})

describe('trouble of ours is an error', () => {
  const never = new AbortController().signal

  test('a context that breaks off', async () => {
    const broken = new Readable({
      read() {
        this.destroy(new Error('git died'))
      },
    })
    await expect(build('FROM busybox', {}, { context: broken })).rejects.toThrow('git died')
    await expect(
      build('FROM busybox', {}, { context: Readable.from([Buffer.alloc(2000, 1)]) }),
    ).rejects.toThrow()
  })

  test('an engine that is not there', async () => {
    const away = builderAdapter({ dockerHost: 'unix:///nowhere/docker.sock' })
    await expect(away.build(request('FROM busybox'))).rejects.toThrow(EngineUnavailable)
  })

  test('an engine that goes away in the middle', async () => {
    const fake = await fakeEngine({
      'POST /build': (_, __, response) => {
        response.write('{"id":"moby.buildkit.trace","aux":""}\n')
        setTimeout(() => response.socket?.destroy(), 20)
        return undefined
      },
    })
    const gone = builderAdapter({ dockerHost: fake.address })
    await expect(gone.build(request('FROM busybox', {}, { signal: never }))).rejects.toThrow(
      EngineUnavailable,
    )
    await fake.close()
  })
})

describe('cancelling', () => {
  const sleeping = (nonce: string) =>
    `FROM busybox\nRUN echo ${nonce} && sleep 1000.${Number.parseInt(nonce.slice(0, 6), 16)}`

  test('before the start costs nothing', async () => {
    const signal = AbortSignal.abort(new Error('too late'))
    await expect(build('FROM busybox', {}, { signal })).rejects.toThrow('too late')
  })

  test('while the context comes in ends it, too', async () => {
    const controller = new AbortController()
    const endless = new Readable({ read: () => undefined })
    const building = build('FROM busybox', {}, { context: endless, signal: controller.signal })
    controller.abort(new Error('enough'))
    await expect(building).rejects.toThrow('enough')
    expect(endless.destroyed).toBe(true)
  })

  test('ends the process of the step, and no other build', async () => {
    const [mine, other] = [once(), once()]
    const controller = new AbortController()
    const cancelled = build(
      sleeping(mine),
      {},
      {
        signal: controller.signal,
        onEvent: event => {
          if (event.type === 'log' && event.text === mine) controller.abort(new Error('cancelled'))
        },
      },
    )
    const surviving = build(`FROM busybox\nRUN sleep 2; echo ${other} survived`)
    await expect(cancelled).rejects.toThrow('cancelled')
    await expect.poll(() => runningSleeps(mine), { timeout: 10_000 }).toBe(0)
    const { result, log } = await surviving
    expect(result.ok).toBe(true)
    expect(log).toEqual([`${other} survived`])
  }, 60_000)

  test('of one of two builds of the same step leaves the step to the other', async () => {
    const nonce = once()
    const dockerfile = `FROM busybox\nRUN echo ${nonce}; sleep 2; echo ${nonce} done`
    const controller = new AbortController()
    const onEvent = () => undefined
    const first = build(dockerfile, {}, { signal: controller.signal, onEvent })
    const second = build(dockerfile)
    setTimeout(() => controller.abort(new Error('cancelled')), 700)
    await expect(first).rejects.toThrow('cancelled')
    expect((await second).result.ok).toBe(true)
  }, 60_000)

  /** The engine's processes are visible on the server it runs on, which is where tests run. */
  async function runningSleeps(nonce: string): Promise<number> {
    const { readdir, readFile } = await import('node:fs/promises')
    const wanted = `sleep 1000.${Number.parseInt(nonce.slice(0, 6), 16)}`
    const pids = (await readdir('/proc')).filter(name => /^\d+$/.test(name))
    const lines = await Promise.all(pids.map(pid => readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')))
    return lines.filter(line => line.replaceAll('\0', ' ').includes(wanted)).length
  }
})

test('the tar helper itself makes what tests mean', async () => {
  const parts: Buffer[] = []
  for await (const part of tarOf({ a: 'x' })) parts.push(part)
  expect(Buffer.concat(parts).toString('latin1', 0, 1)).toBe('a')
})
