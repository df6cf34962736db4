import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:net'
import os from 'node:os'
import path from 'node:path'
import pg from 'pg'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { startPostgres, stopPostgres } from '@/lib/adapters/system/postgres'
import { BINARIES, FAST } from '../../support/database-server'

let parent: string
let dir: string
beforeEach(async () => {
  parent = await mkdtemp(path.join(os.tmpdir(), 'berth-test-launcher-'))
  await chmod(parent, 0o755)
  dir = path.join(parent, 'postgres')
})
afterEach(async () => {
  await mkdir(dir, { recursive: true })
  await stopPostgres(dir)
  await rm(parent, { recursive: true, force: true })
})

/** Not without `fsync` where a crash is the matter. */
const start = (options: { port?: number; password?: string; settings?: Record<string, string> } = {}) =>
  startPostgres({ dir, password: 'pass word/%', binariesDir: BINARIES, settings: FAST, ...options })

async function query(url: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query(sql)).rows
  } finally {
    await client.end()
  }
}

describe('startPostgres', { timeout: 60_000 }, () => {
  it('creates, adopts, stops, and starts again at the same port with its data', async () => {
    const created = await start()
    expect(created.how).toBe('created')
    await query(created.url, 'CREATE TABLE kept (id INT); INSERT INTO kept VALUES (1)')
    const adopted = await start()
    expect(adopted).toMatchObject({ how: 'adopted', port: created.port, pid: created.pid })
    await adopted.stop()
    await adopted.stop()
    const started = await start()
    expect(started).toMatchObject({ how: 'started', port: created.port })
    expect(await query(started.url, 'SELECT id FROM kept')).toEqual([{ id: 1 }])
  })

  it('comes back after it was killed, with what was committed', async () => {
    const first = await start({ settings: {} })
    await query(first.url, 'CREATE TABLE kept (id INT); INSERT INTO kept VALUES (1)')
    process.kill(first.pid, 'SIGKILL')
    const second = await start({ settings: {} })
    expect(second.how).toBe('started')
    expect(await query(second.url, 'SELECT id FROM kept')).toEqual([{ id: 1 }])
  })

  it('takes another port when somebody has the one of the run before', async () => {
    const first = await start()
    await first.stop()
    const squatter = await listen(first.port)
    try {
      const second = await start()
      expect(second.port).not.toBe(first.port)
    } finally {
      squatter.close()
    }
  })

  it('listens on loopback only, asks for the password, and does not run as root', async () => {
    const { url, port } = await start()
    const [settings] = await query(url, `SELECT current_setting('listen_addresses') AS addresses`)
    expect(settings).toEqual({ addresses: '127.0.0.1' })
    await expect(query(`postgresql://berth:wrong@127.0.0.1:${port}/berth`, 'SELECT 1')).rejects.toThrow(
      /password/,
    )
    await expect(query(`postgresql://berth@127.0.0.1:${port}/berth`, 'SELECT 1')).rejects.toThrow()
    const pid = (await readFile(path.join(dir, 'data/postmaster.pid'), 'utf8')).split('\n')[0]
    expect(await readFile(`/proc/${pid}/status`, 'utf8')).not.toMatch(/^Uid:\s+0\s/m)
  })

  it('begins anew where the making of the database was interrupted', async () => {
    await mkdir(path.join(dir, 'data.new'), { recursive: true })
    await writeFile(path.join(dir, 'data.new/PG_VERSION'), '18\n')
    expect((await start()).how).toBe('created')
  })

  it('says that the data is of another version', async () => {
    await mkdir(path.join(dir, 'data'), { recursive: true })
    await writeFile(path.join(dir, 'data/PG_VERSION'), '9\n')
    await expect(start()).rejects.toThrow(/is of Postgres 9.*Dump it/)
  })

  it('says that the password is another one', async () => {
    await (await start()).stop()
    await expect(start({ password: 'other' })).rejects.toThrow(/created with another password/)
  })

  it.skipIf(process.getuid?.() !== 0)('names the folder that its user may not enter', async () => {
    await chmod(parent, 0o700)
    await expect(start()).rejects.toThrow(`may not enter ${parent}. Choose`)
    await chmod(parent, 0o755)
  })

  it('does not stop a process whose number a stale pid file holds', async () => {
    await (await start()).stop()
    await writeFile(path.join(dir, 'data/postmaster.pid'), `${process.pid}\n${dir}/data\n0\n1\n`)
    await stopPostgres(dir)
    // We are still here; and the stale file does not keep the server from starting.
    expect((await start()).how).toBe('started')
  })
})

const listen = (port: number) =>
  new Promise<Server>((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(port, '127.0.0.1', () => resolve(server))
  })
