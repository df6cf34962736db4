import { createHash, randomUUID } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import pg from 'pg'

/** As `prisma migrate deploy` makes it, so that both tools understand each other's history. */
const HISTORY_TABLE = `CREATE TABLE IF NOT EXISTS _prisma_migrations (
  id VARCHAR(36) PRIMARY KEY NOT NULL, checksum VARCHAR(64) NOT NULL, finished_at TIMESTAMPTZ,
  migration_name VARCHAR(255) NOT NULL, logs TEXT, rolled_back_at TIMESTAMPTZ,
  started_at TIMESTAMPTZ NOT NULL DEFAULT now(), applied_steps_count INTEGER NOT NULL DEFAULT 0)`
/** The number of Prisma's own advisory lock. */
const PRISMA_LOCK = 72707369
const LOCK_WAIT_MS = 120_000

interface Migration {
  name: string
  sql: string
  checksum: string
}
interface HistoryRow {
  migration_name: string
  checksum: string
  finished_at: Date | null
}

/**
 * Applies the migrations of `dir` (folders with a `migration.sql`) that the database lacks, each in a transaction of
 * its own, and returns their names. Calls in parallel wait for each other. Throws when one fails (nothing of it stays;
 * the next call tries again), or when one that was applied has been edited or removed since.
 */
export async function deployMigrations(url: string, dir: string): Promise<string[]> {
  const migrations = await readMigrations(dir)
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 15_000 })
  await client.connect()
  try {
    await client.query(`SET lock_timeout = ${LOCK_WAIT_MS}`)
    await client.query('SELECT pg_advisory_lock($1)', [PRISMA_LOCK])
    await client.query('RESET lock_timeout')
    await client.query(HISTORY_TABLE)
    const pending = pendingMigrations(migrations, await readHistory(client))
    for (const migration of pending) await apply(client, migration)
    return pending.map(migration => migration.name)
  } finally {
    await client.end()
  }
}

/** Names of the migrations of `dir` that the database lacks; nothing is changed. Throws as `deployMigrations` does. */
export async function listPendingMigrations(url: string, dir: string): Promise<string[]> {
  const migrations = await readMigrations(dir)
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 15_000 })
  await client.connect()
  try {
    const table = await client.query<{ found: boolean }>(
      "SELECT to_regclass('_prisma_migrations') IS NOT NULL AS found",
    )
    const history = table.rows[0]?.found ? await readHistory(client) : []
    return pendingMigrations(migrations, history).map(migration => migration.name)
  } finally {
    await client.end()
  }
}

async function readMigrations(dir: string): Promise<Migration[]> {
  const entries = await readdir(dir, { withFileTypes: true })
  const names = entries.filter(entry => entry.isDirectory()).map(entry => entry.name)
  return Promise.all(
    names.sort().map(async name => {
      const sql = await readFile(path.join(dir, name, 'migration.sql'), 'utf8')
      return { name, sql, checksum: createHash('sha256').update(sql).digest('hex') }
    }),
  )
}

async function readHistory(client: pg.Client): Promise<HistoryRow[]> {
  const { rows } = await client.query<HistoryRow>(
    'SELECT migration_name, checksum, finished_at FROM _prisma_migrations WHERE rolled_back_at IS NULL',
  )
  return rows
}

function pendingMigrations(migrations: Migration[], history: HistoryRow[]): Migration[] {
  const known = new Map(migrations.map(migration => [migration.name, migration]))
  for (const row of history) {
    const migration = known.get(row.migration_name)
    if (!migration) {
      throw new Error(
        `The database has the migration ${row.migration_name}, which this version of Berth does not know. Start the version that made it, or a newer one.`,
      )
    }
    if (!row.finished_at) {
      throw new Error(
        `The migration ${row.migration_name} was begun by another tool and has not ended. Mend the database, then set rolled_back_at in its row of _prisma_migrations.`,
      )
    }
    if (row.checksum !== migration.checksum) {
      throw new Error(
        `The migration ${row.migration_name} was edited after it ran. Restore the file and make a new one.`,
      )
    }
  }
  const applied = new Set(history.map(row => row.migration_name))
  return migrations.filter(migration => !applied.has(migration.name))
}

/** The row of the history commits together with the change itself: a crash leaves neither or both. */
async function apply(client: pg.Client, { name, sql, checksum }: Migration): Promise<void> {
  const id = randomUUID()
  try {
    await client.query('BEGIN')
    await client.query(sql)
    await client.query(
      `INSERT INTO _prisma_migrations (id, checksum, migration_name, finished_at, applied_steps_count)
       VALUES ($1, $2, $3, now(), 1)`,
      [id, checksum, name],
    )
    await client.query('COMMIT')
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    await client.query('ROLLBACK')
    await client.query(
      `INSERT INTO _prisma_migrations (id, checksum, migration_name, logs, rolled_back_at)
       VALUES ($1, $2, $3, $4, now())`,
      [id, checksum, name, message],
    )
    throw new Error(`The migration ${name} failed and was rolled back: ${message}`, { cause: error })
  }
}
