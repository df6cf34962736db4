import { afterAll, describe, expect, test } from 'vitest'
import { MAX_LINE } from '@/lib/core/logs/entry'
import { collected, testEngine } from '../../support/docker'

const engine = testEngine()
const { docker, run, output } = engine
afterAll(() => engine.cleanUp(), 60_000)

const never = new AbortController().signal
const python = (script: string) =>
  run({ image: 'python:3.11-slim', command: ['python3', '-u', '-c', script] })

describe('the output of a container', () => {
  test('comes line by line, with its stream and time', async () => {
    const name = await run({ command: 'echo one; echo two >&2; printf "\\n"; printf end' })
    const lines = await output(name)
    expect(lines.filter(({ stream }) => stream === 'stdout').map(({ text }) => text)).toEqual([
      'one',
      '',
      'end',
    ])
    expect(lines.filter(({ stream }) => stream === 'stderr').map(({ text }) => text)).toEqual(['two'])
    for (const { at } of lines) expect(Math.abs(Date.now() - at.getTime())).toBeLessThan(3_600_000)
  })

  test('has no lines when there is no such container', async () => {
    expect(await collected(docker.logs('no-such-container', { follow: true }))).toEqual([])
  })

  test('can be read in part: the last lines, and those after a moment', async () => {
    const name = await run({ command: 'for i in 1 2 3 4; do echo $i; sleep 0.05; done' })
    const lines = await output(name)
    expect((await collected(docker.logs(name, { tail: 2 }))).map(({ text }) => text)).toEqual(['3', '4'])
    const since = lines[1]?.at
    expect((await collected(docker.logs(name, { since }))).map(({ text }) => text)).toEqual(['3', '4'])
    expect(await collected(docker.logs(name, { since: new Date(Date.now() + 60_000) }))).toEqual([])
    expect(await collected(docker.logs(name, { since: new Date(0) }))).toHaveLength(4)
  })

  test('is followed while it runs, and ends when the reader has enough', async () => {
    const name = await run({ command: 'i=0; while :; do echo $i; i=$((i+1)); sleep 0.02; done' })
    const controller = new AbortController()
    const seen: string[] = []
    for await (const { text } of docker.logs(name, { follow: true, signal: controller.signal })) {
      if (seen.push(text) === 5) controller.abort()
    }
    expect(seen.slice(0, 5)).toEqual(['0', '1', '2', '3', '4'])
    for await (const { text } of docker.logs(name, { follow: true })) {
      expect(text).toBe('0')
      break
    }
    expect(await docker.inspect(name)).toMatchObject({ running: true })
  })

  test('goes on after a flood that made the engine rotate its files before the reader', async () => {
    const flood = 'yes 0123456789012345678901234567890123456789 | head -c 45000000; echo; sleep 4'
    const name = await run({ command: `${flood}; echo after; sleep 1; echo later; sleep 60` })
    const [seen, wanted]: [string[], string[]] = [[], ['after', 'later']]
    let count = 0
    for await (const { text } of docker.logs(name, { follow: true })) {
      if (++count % 500 === 0) await new Promise(resolve => setTimeout(resolve, 1))
      if (wanted.includes(text)) seen.push(text)
      if (seen.length === 2) break
    }
    expect(seen).toEqual(wanted)
  }, 60_000)

  test('ends at once when the reader gave up before', async () => {
    const name = await run()
    expect(await collected(docker.logs(name, { follow: true, signal: AbortSignal.abort() }))).toEqual([])
  })

  test('goes on after a restart where it was left', async () => {
    const name = await run({ command: 'echo started; sleep 1000' })
    const first = docker.logs(name, { follow: true })[Symbol.asyncIterator]()
    const { value } = await first.next()
    await docker.stop(name, 0)
    expect((await first.next()).done).toBe(true)
    await docker.start(name)
    const next = docker.logs(name, { follow: true, since: value?.at })[Symbol.asyncIterator]()
    expect((await next.next()).value?.text).toBe('started')
    await next.return?.()
  })

  test('is complete when it is followed to a quick end', async () => {
    for (let i = 0; i < 12; i++) {
      const name = await run({ command: 'echo first; echo second >&2; printf last' })
      const lines = await output(name)
      expect(lines.map(({ text }) => text).sort()).toEqual(['first', 'last', 'second'])
    }
  }, 60_000)

  test('keeps the characters of long lines whole', async () => {
    const name = await python('print("ž" * 15000); print("short")')
    expect((await output(name)).map(({ text }) => text)).toEqual(['ž'.repeat(15_000), 'short'])
  })

  test('is cut where a line is too long, and says so', async () => {
    const name = await python('print("x" * 5_000_000); print("short")')
    const [long, short] = await output(name)
    expect(long?.text.length).toBeLessThanOrEqual(MAX_LINE)
    expect(long?.text).toMatch(/^x+ … \(\d+ more characters\)$/)
    expect(short?.text).toBe('short')
  })

  test('may be anything', async () => {
    const name = await python(
      'import sys; sys.stdout.buffer.write(b"\\xff\\xfe\\x00\\x01 bad\\n10%\\r100%\\n \\x1b[31mred\\x1b[0m\\n\\xc5")',
    )
    expect((await output(name)).map(({ text }) => text)).toEqual([
      '\ufffd\ufffd\0\u0001 bad',
      '100%',
      ' \u001b[31mred\u001b[0m',
      '\ufffd',
    ])
  })

  test('of a hundred thousand lines is complete and in order', async () => {
    const name = await python('for i in range(100_000): print(i)')
    await docker.wait(name, never)
    const lines = await output(name)
    expect(lines.map(({ text }) => Number(text))).toEqual(Array.from({ length: 100_000 }, (_, i) => i))
  }, 60_000)
})
