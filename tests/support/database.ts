import { createHash, randomBytes } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import pg from 'pg'
import { inject } from 'vitest'
import { connectDatabase, type Database } from '@/lib/adapters/db/client'
import { deployMigrations } from '@/lib/adapters/db/migrate'
import { runTestServer } from './database-server'

export interface TestDatabase {
  url: string
  db: Database
  /** Ends the connections and drops the database. */
  close(): Promise<void>
}

const MIGRATIONS = path.resolve(import.meta.dirname, '../../prisma/migrations')

/** An empty, migrated database of its own on the Postgres server that all suites of a test run share. */
export async function testDatabase(): Promise<TestDatabase> {
  const blank = await createDatabase(await migratedTemplate())
  const db = connectDatabase(blank.url, 5)
  return {
    url: blank.url,
    db,
    async close() {
      await db.$disconnect()
      await blank.drop()
    },
  }
}

/** A database without tables, for tests of what makes them. */
export const blankDatabase = () => createDatabase('template0')

async function createDatabase(template: string) {
  const admin = await serverUrl()
  const name = `test_${randomBytes(8).toString('hex')}`
  await execute(admin, `CREATE DATABASE ${name} TEMPLATE ${template}`)
  return {
    url: databaseUrl(admin, name),
    drop: () => execute(admin, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`),
  }
}

const serverUrl = () => runTestServer(inject('testPostgresDir'))

function databaseUrl(admin: string, name: string): string {
  const url = new URL(admin)
  url.pathname = `/${name}`
  return url.toString()
}

/** Copying a migrated database takes a tenth of the time of migrating each. */
let template: Promise<string> | undefined
function migratedTemplate(): Promise<string> {
  template ??= makeTemplate()
  return template
}

async function makeTemplate(): Promise<string> {
  const admin = await serverUrl()
  const name = `template_${await migrationsDigest()}`
  const client = new pg.Client({ connectionString: admin })
  await client.connect()
  try {
    await client.query('SELECT pg_advisory_lock(1)')
    const { rowCount } = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [name])
    if (rowCount === 0) {
      const draft = `${name}_draft`
      await client.query(`DROP DATABASE IF EXISTS ${draft}`)
      await client.query(`CREATE DATABASE ${draft}`)
      await deployMigrations(databaseUrl(admin, draft), MIGRATIONS)
      await client.query(`ALTER DATABASE ${draft} RENAME TO ${name}`)
    }
  } finally {
    await client.end()
  }
  return name
}

async function migrationsDigest(): Promise<string> {
  const hash = createHash('sha256')
  for (const entry of (await readdir(MIGRATIONS, { withFileTypes: true })).filter(e => e.isDirectory())) {
    hash.update(await readFile(path.join(MIGRATIONS, entry.name, 'migration.sql')))
  }
  return hash.digest('hex').slice(0, 16)
}

async function execute(url: string, sql: string) {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await client.query(sql)
  } finally {
    await client.end()
  }
}
