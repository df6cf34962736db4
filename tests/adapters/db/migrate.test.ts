import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import pg from 'pg'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { deployMigrations } from '@/lib/adapters/db/migrate'
import { run } from '@/lib/adapters/process/run'
import { blankDatabase } from '../../support/database'

const ROOT = path.resolve(import.meta.dirname, '../../..')

let database: Awaited<ReturnType<typeof blankDatabase>>
let dir: string

beforeEach(async () => {
  database = await blankDatabase()
  dir = await mkdtemp(path.join(os.tmpdir(), 'berth-migrations-'))
})
afterEach(async () => {
  await database.drop()
  await rm(dir, { recursive: true, force: true })
})

async function addMigration(name: string, sql: string) {
  await mkdir(path.join(dir, name), { recursive: true })
  await writeFile(path.join(dir, name, 'migration.sql'), sql)
}

async function query<T extends pg.QueryResultRow>(sql: string): Promise<T[]> {
  const client = new pg.Client({ connectionString: database.url })
  await client.connect()
  try {
    return (await client.query<T>(sql)).rows
  } finally {
    await client.end()
  }
}

const tables = async () =>
  (
    await query<{ tablename: string }>(
      "SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> '_prisma_migrations' ORDER BY 1",
    )
  ).map(row => row.tablename)

describe('deployMigrations', () => {
  it('applies what is missing, in the order of the names, once', async () => {
    await addMigration('2_second', 'ALTER TABLE ships ADD COLUMN name TEXT;')
    await addMigration('1_first', 'CREATE TABLE ships (id INT); CREATE TABLE berths (id INT);')
    expect(await deployMigrations(database.url, dir)).toEqual(['1_first', '2_second'])
    expect(await deployMigrations(database.url, dir)).toEqual([])
    await addMigration('3_third', 'DROP TABLE berths;')
    expect(await deployMigrations(database.url, dir)).toEqual(['3_third'])
    expect(await tables()).toEqual(['ships'])
  })

  it('applies each once when several processes start at the same moment', async () => {
    await addMigration('1_first', 'CREATE TABLE ships (id INT); SELECT pg_sleep(0.2);')
    const applied = await Promise.all(Array.from({ length: 4 }, () => deployMigrations(database.url, dir)))
    expect(applied.flat()).toEqual(['1_first'])
  })

  it('keeps nothing of a failing migration, says why, and tries it again when it was mended', async () => {
    await addMigration('1_first', 'CREATE TABLE ships (id INT);')
    await addMigration('2_bad', 'CREATE TABLE half (id INT); CREATE TABLE ships (id INT);')
    await expect(deployMigrations(database.url, dir)).rejects.toThrow(/2_bad failed.*"ships" already exists/)
    expect(await tables()).toEqual(['ships'])
    const [row] = await query<{ logs: string }>(
      'SELECT logs FROM _prisma_migrations WHERE rolled_back_at IS NOT NULL',
    )
    expect(row?.logs).toContain('already exists')
    await addMigration('2_bad', 'CREATE TABLE half (id INT);')
    expect(await deployMigrations(database.url, dir)).toEqual(['2_bad'])
  })

  it('refuses a history that was edited', async () => {
    await addMigration('1_first', 'CREATE TABLE ships (id INT);')
    await deployMigrations(database.url, dir)
    await addMigration('1_first', 'CREATE TABLE ships (id BIGINT);')
    await expect(deployMigrations(database.url, dir)).rejects.toThrow(/1_first was edited/)
  })

  it('refuses a database that a newer version has migrated', async () => {
    await addMigration('9_future', 'CREATE TABLE ships (id INT);')
    await deployMigrations(database.url, dir)
    await rm(path.join(dir, '9_future'), { recursive: true })
    await expect(deployMigrations(database.url, dir)).rejects.toThrow(/9_future, which this version/)
  })
})

describe('prisma/migrations', () => {
  it('make exactly what prisma/schema describes', async () => {
    const result = await run(process.execPath, ['--import', 'tsx', 'prisma/tools/migrate.ts', 'check'], {
      cwd: ROOT,
      timeoutMs: 60_000,
    })
    expect(result.stdout.toString()).toBe('The migrations match prisma/schema.\n')
    expect(result.exitCode).toBe(0)
  }, 60_000)

  it('apply to an empty database', async () => {
    await cp(path.join(ROOT, 'prisma/migrations'), dir, { recursive: true })
    expect((await deployMigrations(database.url, dir)).length).toBeGreaterThan(0)
    expect(await tables()).toContain('Deployment')
  })
})
