import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { ProcessFailed, run, stream } from '@/lib/adapters/process/run'

const node = process.execPath
const script = (text: string) => ['-e', text]

const alive = (pid: number) => {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}
const untilDead = async (pid: number) => {
  for (let tries = 0; tries < 200 && alive(pid); tries++) await sleep(25)
  return !alive(pid)
}
const failure = async (promise: Promise<unknown>): Promise<ProcessFailed> => {
  const error = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  if (!(error instanceof ProcessFailed)) throw new Error(`expected ProcessFailed, got ${String(error)}`)
  return error
}

describe('run', () => {
  it('gives output, error output and exit code', async () => {
    const result = await run(node, script('console.log("out"); console.error("err"); process.exit(3)'))
    expect(result).toEqual({ stdout: Buffer.from('out\n'), stderr: 'err\n', exitCode: 3 })
  })

  it('hands arguments over as they are: there is no shell', async () => {
    const argv = ['$(id)', '`id`', '; id', '--', '"\'', 'a\nb', '*', '$HOME']
    const result = await run(node, [...script('console.log(JSON.stringify(process.argv.slice(1)))'), ...argv])
    expect(JSON.parse(result.stdout.toString())).toEqual(argv)
  })

  it('feeds the input and survives a process that does not read it', async () => {
    const echo = await run(node, script('process.stdin.pipe(process.stdout)'), { input: 'hello' })
    expect(echo.stdout.toString()).toBe('hello')
    const deaf = await run('true', [], { input: Buffer.alloc(5_000_000) })
    expect(deaf.exitCode).toBe(0)
  })

  it('passes on nothing of our own environment', async () => {
    process.env.BERTH_TEST_PLANTED = 'planted-secret'
    const result = await run(node, script('console.log(JSON.stringify(process.env))'), {
      env: { GIVEN: '1' },
    })
    Reflect.deleteProperty(process.env, 'BERTH_TEST_PLANTED')
    expect(Object.keys(JSON.parse(result.stdout.toString())).sort()).toEqual(['GIVEN', 'LANG', 'PATH'])
  })

  it('says when the program is not there', async () => {
    const error = await failure(run('berth-no-such-program', []))
    expect(error.reason).toBe('not-started')
    expect(error.message).toContain('berth-no-such-program')
  })

  it('does not quote a secret that cannot be handed over', async () => {
    const error = await failure(run('true', [], { env: { TOKEN: 'planted-secret\0' } }))
    expect(error.reason).toBe('not-started')
    expect(JSON.stringify([error.message, error.stack, error.cause])).not.toContain('planted-secret')
  })

  it('ends a process that takes too long, without its secrets in the text', async () => {
    const error = await failure(
      run('sleep', ['60'], { timeoutMs: 50, env: { TOKEN: 'planted-secret' }, input: 'planted-secret' }),
    )
    expect(error.reason).toBe('timeout')
    expect(JSON.stringify([error.message, error.stack, { ...error }])).not.toContain('planted-secret')
  })

  it('ends a process that says too much', async () => {
    const error = await failure(run('yes', [], { maxOutputBytes: 1000 }))
    expect(error.reason).toBe('output-limit')
  })

  it('keeps the end of a long error output', async () => {
    const result = await run(
      node,
      script('process.stderr.write("x".repeat(300000)); process.stderr.write("the end")'),
    )
    expect(result.stderr.length).toBe(64 * 1024)
    expect(result.stderr.endsWith('the end')).toBe(true)
  })

  it('kills the whole group on abort, also who ignores SIGTERM', async () => {
    const abort = new AbortController()
    const parent = `
      const child = require('node:child_process').spawn(process.execPath,
        ['-e', 'process.on("SIGTERM", () => {}); console.log(process.pid); setInterval(() => {}, 1000)'],
        { stdio: ['ignore', 'inherit', 'inherit'] })
      process.on('SIGTERM', () => {})
      setInterval(() => {}, 1000)`
    const running = stream(node, script(parent), { signal: abort.signal, killAfterMs: 100 })
    const outcome = failure(running.done)
    const pid = await new Promise<number>(resolve =>
      running.stdout.once('data', (chunk: Buffer) => resolve(Number(chunk.toString()))),
    )
    abort.abort(new Error('cancelled by a person'))
    const error = await outcome
    expect(error.reason).toBe('aborted')
    expect(error.cause).toEqual(new Error('cancelled by a person'))
    expect(await untilDead(pid)).toBe(true)
  })

  it('does not start when aborted already', async () => {
    const error = await failure(run('true', [], { signal: AbortSignal.abort() }))
    expect(error.reason).toBe('aborted')
  })

  it('tells an end by signal as 128 plus its number', async () => {
    const result = await run(node, script('process.kill(process.pid, "SIGKILL")'))
    expect(result.exitCode).toBe(137)
  })
})

describe('stream', () => {
  it('gives the output as it comes, then the exit code', async () => {
    const running = stream(node, script('console.log("a"); console.error("b"); process.exitCode = 2'))
    const chunks = await running.stdout.toArray()
    expect(Buffer.concat(chunks).toString()).toBe('a\n')
    expect(await running.done).toEqual({ stderr: 'b\n', exitCode: 2 })
  })

  it('fails the reader when the process is ended, so that a part is not taken for the whole', async () => {
    const running = stream('yes', [], { timeoutMs: 50 })
    const outcome = failure(running.done)
    await expect(
      (async () => {
        for await (const chunk of running.stdout) void chunk
      })(),
    ).rejects.toThrow('longer than')
    expect((await outcome).reason).toBe('timeout')
  })
})
