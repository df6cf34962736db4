import { fork } from 'node:child_process'
import { once } from 'node:events'
import { appendFile, mkdtemp, readdir, rm, stat, truncate, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { fileLogs } from '@/lib/adapters/logs/file-logs'
import { MAX_LINE, type NewLogEntry } from '@/lib/core/logs/entry'

const NAME = 'runtime/ape_1'
const AT = '2026-01-02T03:04:05.678Z'

let dir: string
beforeEach(async () => {
  dir = await mkdtemp(path.join(os.tmpdir(), 'berth-logs-'))
})
afterEach(() => rm(dir, { recursive: true, force: true }))

const line = (text: string, source = 'web.0'): NewLogEntry => ({ at: AT, source, stream: 'stdout', text })
const lines = (count: number, from = 1) => Array.from({ length: count }, (_, i) => line(`line ${from + i}`))
const open = (limits: { maxBytes?: number; segmentBytes?: number } = {}) => fileLogs({ dir, ...limits })
const numbers = ({ entries }: { entries: { n: number }[] }) => entries.map(({ n }) => n)

/** The log's files, oldest first. */
async function files() {
  const folder = path.join(dir, NAME)
  return Promise.all(
    (await readdir(folder)).sort().map(async name => {
      const file = path.join(folder, name)
      return { file, ...(await stat(file)) }
    }),
  )
}

describe('fileLogs', () => {
  it('numbers lines from 1 without gaps and returns the last number', async () => {
    const logs = open()
    expect(await logs.append(NAME, lines(3))).toBe(3)
    expect(await logs.append(NAME, [])).toBe(3)
    expect(await logs.append(NAME, lines(2, 4))).toBe(5)
    const page = await logs.read(NAME, { limit: 100 })
    expect(page.entries.map(({ n, text }) => [n, text])).toEqual([1, 2, 3, 4, 5].map(n => [n, `line ${n}`]))
    expect(page).toMatchObject({ first: 1, last: 5 })
    expect(page.entries[0]).toEqual({ n: 1, ...line('line 1') })
  })

  it('lists every log with the bytes it takes, and nothing else that lies there', async () => {
    const logs = open({ segmentBytes: 100 })
    expect(await fileLogs({ dir: path.join(dir, 'nothing') }).list()).toEqual([])
    await logs.append(NAME, lines(9))
    await writeFile(path.join(dir, 'stray.txt'), 'x')
    const bytes = (await files()).reduce((sum, { size }) => sum + size, 0)
    expect(await logs.list()).toEqual([{ name: NAME, sizeBytes: bytes }])
    await logs.remove(NAME)
    expect(await logs.list()).toEqual([])
  })

  it('keeps the numbering when many append at the same moment', async () => {
    const logs = open({ segmentBytes: 2000 })
    const ends = await Promise.all(Array.from({ length: 50 }, () => logs.append(NAME, lines(7))))
    expect(ends).toEqual(Array.from({ length: 50 }, (_, i) => (i + 1) * 7))
    const page = await logs.read(NAME, { limit: 1000 })
    expect(numbers(page)).toEqual(Array.from({ length: 350 }, (_, i) => i + 1))
  })

  it('returns what is asked for: after, before, last, limit, across segments', async () => {
    const logs = open({ segmentBytes: 1000 })
    await logs.append(NAME, lines(500))
    expect((await files()).length).toBeGreaterThan(10)
    expect(numbers(await logs.read(NAME, { after: 123, limit: 3 }))).toEqual([124, 125, 126])
    expect(numbers(await logs.read(NAME, { after: 498, limit: 10 }))).toEqual([499, 500])
    expect(numbers(await logs.read(NAME, { after: 500, limit: 10 }))).toEqual([])
    expect(numbers(await logs.read(NAME, { after: 9999, limit: 10 }))).toEqual([])
    expect(numbers(await logs.read(NAME, { before: 101, limit: 3 }))).toEqual([98, 99, 100])
    expect(numbers(await logs.read(NAME, { before: 3, limit: 10 }))).toEqual([1, 2])
    expect(numbers(await logs.read(NAME, { before: 1, limit: 10 }))).toEqual([])
    expect(numbers(await logs.read(NAME, { after: 95, before: 101, limit: 3 }))).toEqual([98, 99, 100])
    expect((await logs.last(NAME, 3)).map(({ n }) => n)).toEqual([498, 499, 500])
    for (let after = 0; after < 500; after += 37) {
      const page = await logs.read(NAME, { after, limit: 37 })
      expect(numbers(page)).toEqual(
        Array.from({ length: Math.min(37, 500 - after) }, (_, i) => after + i + 1),
      )
    }
  })

  it('finds text without regard to case, and lines of one source', async () => {
    const logs = open({ segmentBytes: 1000 })
    await logs.append(NAME, lines(200))
    await logs.append(NAME, [line('She said "ÄRGER"\tand \\ left'), line('from the worker', 'worker.0')])
    await logs.append(NAME, lines(200, 203))
    const search = async (query: object) => numbers(await logs.read(NAME, { limit: 10, ...query }))
    expect(await search({ search: 'said "ärger"\tAND \\' })).toEqual([201])
    expect(await search({ search: 'LINE 39' })).toEqual([39, 390, 391, 392, 393, 394, 395, 396, 397, 398])
    expect(await search({ search: 'line 39', before: 1000, limit: 2 })).toEqual([398, 399])
    expect(await search({ search: 'line 39', after: 395, limit: 2 })).toEqual([396, 397])
    expect(await search({ source: 'worker.0' })).toEqual([202])
    expect(await search({ search: 'stdout' })).toEqual([])
    expect(await search({ search: 'nowhere' })).toEqual([])
  })

  it('stores every character and cuts lines that are too long', async () => {
    const logs = open()
    const odd = ['', ' ', '\u0000\u001b[31mred', 'a\nb', '"}\\', '🚢 ünï \u2028', '\ud800 alone', '__proto__']
    await logs.append(NAME, [...odd.map(text => line(text)), line('x'.repeat(1_000_000))])
    const { entries } = await logs.read(NAME, { limit: 100 })
    expect(entries.slice(0, -1).map(({ text }) => text)).toEqual(odd)
    const long = entries.at(-1)?.text ?? ''
    expect(long.length).toBeLessThanOrEqual(MAX_LINE)
    expect(long).toMatch(/more characters/)
  })

  it('keeps within its limit when it is flooded, and drops the oldest lines', async () => {
    const maxBytes = 4 * 1024 * 1024
    const logs = open({ maxBytes })
    const kilobyte = 'x'.repeat(900)
    const batch = Array.from({ length: 2000 }, () => line(kilobyte))
    // 100 MB and more.
    for (let i = 0; i < 55; i++) await logs.append(NAME, batch)
    const sizes = (await files()).map(({ size }) => size)
    expect(sizes.reduce((a, b) => a + b)).toBeLessThanOrEqual(maxBytes)
    const page = await logs.read(NAME, { limit: 5 })
    expect(page.last).toBe(110_000)
    expect(page.first).toBeGreaterThan(100_000)
    expect(numbers(page)[0]).toBe(page.first)
    expect(numbers(await logs.read(NAME, { after: 17, limit: 1 }))).toEqual([page.first])
  }, 60_000)

  it('goes on after a restart where it ended, and mends a line that was cut off', async () => {
    await open({ segmentBytes: 1000 }).append(NAME, lines(30))
    const last = (await files()).at(-1)
    await truncate(last?.file ?? '', (last?.size ?? 0) - 5)
    expect((await open().read(NAME, { limit: 100 })).last).toBe(29)
    const logs = open({ segmentBytes: 1000 })
    expect(await logs.append(NAME, [line('after the crash')])).toBe(30)
    const { entries } = await logs.read(NAME, { after: 28, limit: 10 })
    expect(entries.map(({ n, text }) => [n, text])).toEqual([
      [29, 'line 29'],
      [30, 'after the crash'],
    ])
  })

  it('goes on when the last file is empty or holds half a line only', async () => {
    await open({ segmentBytes: 1000 }).append(NAME, lines(30))
    for (const text of ['', '{"at":"20']) {
      const { last } = await open().read(NAME, { limit: 1 })
      const file = path.join(dir, NAME, `${String(last + 1).padStart(12, '0')}.jsonl`)
      await writeFile(file, text)
      expect((await open().read(NAME, { limit: 1 })).last).toBe(last)
      expect(await open({ segmentBytes: 1000 }).append(NAME, [line('more')])).toBe(last + 1)
    }
    expect(numbers(await open().read(NAME, { after: 29, limit: 9 }))).toEqual([30, 31, 32])
  })

  it('shows the rest of a log with a damaged line', async () => {
    await open().append(NAME, lines(2))
    await appendFile((await files())[0]?.file ?? '', '\u0000\u0000\u0000 not json\n{"at":1}\n')
    const logs = open()
    expect(await logs.append(NAME, [line('sound')])).toBe(5)
    expect(numbers(await logs.read(NAME, { limit: 9 }))).toEqual([1, 2, 5])
  })

  it('does not show a line that is being written', async () => {
    const logs = open()
    await logs.append(NAME, lines(2))
    const file = (await files())[0]?.file ?? ''
    await appendFile(file, `{"at":"${AT}","source":"web.0","stream":"stdout","te`)
    expect(await logs.read(NAME, { limit: 9 })).toMatchObject({ last: 2, entries: [{ n: 1 }, { n: 2 }] })
    await appendFile(file, 'xt":"whole"}\n')
    expect(numbers(await logs.read(NAME, { limit: 9 }))).toEqual([1, 2, 3])
  })

  it('loses at most the unfinished line when the writer is killed in the middle of writing', async () => {
    for (let round = 0; round < 3; round++) {
      const before = (await open().read(NAME, { limit: 1 })).last
      const child = fork(path.join(import.meta.dirname, 'flood.mts'), [dir, NAME], {
        execArgv: ['--import', 'tsx'],
      })
      await once(child, 'message')
      await new Promise(resolve => setTimeout(resolve, 100 + round * 40))
      child.kill('SIGKILL')
      await once(child, 'exit')
      const logs = open({ segmentBytes: 100_000 })
      const end = await logs.append(NAME, [line('after the kill')])
      expect(end).toBeGreaterThan(before + 1)
      const { entries, last } = await logs.read(NAME, { after: before, limit: 1_000_000 })
      expect(last).toBe(end)
      expect(entries.map(({ n }) => n)).toEqual(
        Array.from({ length: end - before }, (_, i) => before + i + 1),
      )
      // The writer counts from 0 in each round; nothing between may be missing.
      expect(entries.slice(0, -1).every(({ text }, i) => text.startsWith(`${i} `))).toBe(true)
    }
  }, 60_000)

  it('is empty before the first line and after it was removed, then starts anew', async () => {
    const logs = open()
    expect(await logs.read(NAME, { limit: 10 })).toEqual({ entries: [], first: 1, last: 0 })
    expect(await logs.last(NAME, 10)).toEqual([])
    await logs.append(NAME, lines(3))
    await logs.remove(NAME)
    await logs.remove(NAME)
    expect(await logs.read(NAME, { limit: 10 })).toEqual({ entries: [], first: 1, last: 0 })
    expect(await logs.append(NAME, lines(1))).toBe(1)
  })

  it('survives the removal of its folder by somebody else', async () => {
    const logs = open()
    await logs.append(NAME, lines(3))
    await rm(path.join(dir, NAME), { recursive: true })
    expect(await logs.append(NAME, [line('a new log')])).toBe(1)
    expect(numbers(await logs.read(NAME, { limit: 9 }))).toEqual([1])
  })

  it.each([
    '',
    'x',
    '../x',
    'runtime/..',
    'runtime/../x',
    'runtime/a/b',
    '/etc/passwd',
    'runtime/a\0',
    'runtime/.',
    'a/ b',
  ])('refuses the name %j', async name => {
    const logs = open()
    await expect(logs.append(name, lines(1))).rejects.toThrow(/not the name of a log/)
    await expect(logs.read(name, { limit: 1 })).rejects.toThrow(/not the name of a log/)
    await expect(logs.remove(name)).rejects.toThrow(/not the name of a log/)
  })

  it('gives its files to owner and group only', async () => {
    await open().append(NAME, lines(1))
    const [file] = await files()
    expect((file?.mode ?? 0) & 0o007).toBe(0)
    expect((await stat(path.join(dir, NAME))).mode & 0o007).toBe(0)
  })
})
