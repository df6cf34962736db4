import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import pg from 'pg'
import pino from 'pino'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { eventsAdapter } from '@/lib/adapters/events/postgres'
import { startPostgres } from '@/lib/adapters/system/postgres'
import { blankDatabase } from '../../support/database'
import { BINARIES } from '../../support/database-server'

const log = pino({ level: 'silent' })
const SOON = { timeout: 15_000, interval: 10 }

let database: Awaited<ReturnType<typeof blankDatabase>>
const closing: (() => Promise<void>)[] = []

beforeAll(async () => {
  database = await blankDatabase()
})
afterEach(async () => {
  for (const close of closing.splice(0)) await close()
})
afterAll(() => database.drop())

/** One process's end of the line, connected. */
async function connected(url = database.url) {
  const events = eventsAdapter(url, log)
  closing.push(events.close)
  let up = false
  const unsubscribe = events.subscribe('up', () => {
    up = true
  })
  await vi.waitFor(() => expect(up).toBe(true), SOON)
  unsubscribe()
  return events
}

describe('eventsAdapter', () => {
  it('carries notices between processes, in order, to the listeners of their topic', async () => {
    const [one, other] = [await connected(), await connected()]
    const seen: string[] = []
    const never: string[] = []
    one.subscribe('deployment:1', data => seen.push(data))
    one.subscribe('deployment:2', data => never.push(data))
    const sent = Array.from({ length: 500 }, (_, index) => String(index))
    await Promise.all(sent.map(data => other.publish('deployment:1', data)))
    await vi.waitFor(() => expect(seen).toEqual(sent), SOON)
    expect(never).toEqual([])
  })

  it('reaches listeners of the process that publishes, and each of several', async () => {
    const events = await connected()
    const listener = vi.fn()
    const end = [events.subscribe('t', listener), events.subscribe('t', listener)]
    await events.publish('t')
    await vi.waitFor(() => expect(listener).toHaveBeenCalledTimes(2), SOON)
    end[0]?.()
    end[0]?.()
    await events.publish('t', 'again')
    await vi.waitFor(() => expect(listener).toHaveBeenCalledTimes(3), SOON)
    end[1]?.()
    await events.publish('t')
    await delivered(events)
    expect(listener).toHaveBeenCalledTimes(3)
  })

  it('takes any topic and data, and refuses what is too long', async () => {
    const events = await connected()
    const topic = `ünïcode:'"\\; DROP TABLE "User"--\n🚢`
    const seen: string[] = []
    events.subscribe(topic, data => seen.push(data))
    await events.publish(topic, '"\u0000\n')
    await vi.waitFor(() => expect(seen).toEqual(['"\u0000\n']), SOON)
    await expect(events.publish(topic, 'x'.repeat(8000))).rejects.toThrow(/more than 7000 bytes/)
    await expect(events.publish(topic, 'x'.repeat(6000))).resolves.toBeUndefined()
  })

  it('goes on when a listener throws, and when somebody else uses the channel', async () => {
    const events = await connected()
    const listener = vi.fn()
    events.subscribe('t', () => {
      throw new Error('a bug')
    })
    events.subscribe('t', listener)
    const stranger = new pg.Client(database.url)
    await stranger.connect()
    for (const payload of ['', 'not json', '{}', '["t"]', '[1,2]'])
      await stranger.query('SELECT pg_notify($1, $2)', ['berth', payload])
    await stranger.end()
    await events.publish('t', 'fine')
    await vi.waitFor(() => expect(listener).toHaveBeenCalledTimes(1), SOON)
    expect(listener).toHaveBeenCalledWith('fine')
  })

  it('wakes every listener once after its connection was cut', async () => {
    const [events, other] = [await connected(), await connected()]
    const seen: string[] = []
    events.subscribe('a', data => seen.push(`a ${data}`))
    events.subscribe('b', data => seen.push(`b ${data}`))
    const admin = new pg.Client(database.url)
    await admin.connect()
    await admin.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND query LIKE 'LISTEN%'`,
    )
    await admin.end()
    await vi.waitFor(() => expect(seen).toEqual(['a ', 'b ']), SOON)
    await vi.waitFor(async () => {
      await other.publish('a', 'after')
      expect(seen).toContain('a after')
    }, SOON)
  })

  it('survives a crash of Postgres: publishing neither fails nor hangs, and listeners are woken', async () => {
    const dir = await mkdtemp(path.join(os.tmpdir(), 'berth-test-events-'))
    await chmod(dir, 0o755)
    const options = { dir, password: 'test', binariesDir: BINARIES }
    const server = await startPostgres(options)
    try {
      const [events, other] = [await connected(server.url), await connected(server.url)]
      const seen: string[] = []
      events.subscribe('t', data => seen.push(data))
      const pid = Number((await readFile(path.join(dir, 'data/postmaster.pid'), 'utf8')).split('\n')[0])
      process.kill(pid, 'SIGKILL')
      await vi.waitFor(async () => expect(await isDown(server.url)).toBe(true), SOON)
      for (let i = 0; i < 2000; i++) await other.publish('t', `held ${i}`)
      await startPostgres({ ...options, port: server.port })
      await vi.waitFor(() => expect(seen).toContain(''), { timeout: 30_000, interval: 50 })
      await vi.waitFor(async () => {
        await other.publish('t', 'after')
        expect(seen).toContain('after')
      }, SOON)
    } finally {
      for (const close of closing.splice(0)) await close()
      await (await startPostgres({ ...options, port: server.port })).stop()
      await rm(dir, { recursive: true, force: true })
    }
  }, 90_000)
})

/** Resolves when notices published before have arrived. */
async function delivered(events: ReturnType<typeof eventsAdapter>) {
  const listener = vi.fn()
  const end = events.subscribe('marker', listener)
  await events.publish('marker')
  await vi.waitFor(() => expect(listener).toHaveBeenCalled(), SOON)
  end()
}

async function isDown(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 500 })
  client.on('error', () => undefined)
  return client.connect().then(
    () => client.end().then(() => false),
    () => true,
  )
}
