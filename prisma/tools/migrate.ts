/**
 * `npm run db:migrate -- NAME` writes the migration that brings the database from the migrations there are to
 * prisma/schema; `npm run db:check` fails when they differ. Both use a throw-away Postgres server.
 */
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import type { MigrationList, SchemasContainer } from '@prisma/schema-engine-wasm'
import { startPostgres } from '../../lib/adapters/system/postgres'
import { loadSchemaEngine } from './schema-engine'

const SCHEMA_DIR = path.resolve(import.meta.dirname, '../schema')
const MIGRATIONS_DIR = path.resolve(import.meta.dirname, '../migrations')
const LOCK_FILE = '# Read by Prisma: which database the migrations are for.\nprovider = "postgresql"\n'

const say = (text: string) => process.stdout.write(`${text}\n`)

async function main([command, name]: string[]): Promise<number> {
  if (command === 'create' && name && /^[a-z][a-z0-9_]*$/.test(name))
    return withServer(url => create(url, name))
  if (command === 'check') return withServer(check)
  say('Usage: npm run db:migrate -- name_of_the_change | npm run db:check')
  return 2
}

async function withServer(work: (url: string) => Promise<number>): Promise<number> {
  const dir = mkdtempSync(path.join(os.tmpdir(), 'berth-migrate-'))
  // The server does not run as root; its data folder is closed by itself.
  chmodSync(dir, 0o755)
  const server = await startPostgres({ dir, password: 'scratch', settings: { fsync: 'off' } })
  try {
    return await work(server.url)
  } finally {
    await server.stop()
    rmSync(dir, { recursive: true, force: true })
  }
}

async function create(url: string, name: string): Promise<number> {
  const sql = await missingSql(url)
  if (sql === null) {
    say('The migrations already make what prisma/schema describes.')
    return 0
  }
  const stamp = new Date().toISOString().replace(/\D/g, '').slice(0, 14)
  const folder = path.join(MIGRATIONS_DIR, `${stamp}_${name}`)
  mkdirSync(folder, { recursive: true })
  writeFileSync(path.join(folder, 'migration.sql'), sql)
  writeFileSync(path.join(MIGRATIONS_DIR, 'migration_lock.toml'), LOCK_FILE)
  say(`Wrote ${path.relative(process.cwd(), folder)}/migration.sql. Read it: what it drops is lost.`)
  return 0
}

async function check(url: string): Promise<number> {
  const sql = await missingSql(url)
  say(
    sql === null
      ? 'The migrations match prisma/schema.'
      : `The migrations do not match prisma/schema. Run: npm run db:migrate -- name_of_the_change\n${sql}`,
  )
  return sql === null ? 0 : 1
}

/** What the migrations lack to make the schema; null: nothing. */
async function missingSql(url: string): Promise<string | null> {
  const schema = readSchema()
  const engine = await loadSchemaEngine(
    url,
    schema.files.map(file => [file.path, file.content]),
  )
  const { exitCode, stdout } = await engine.diff({
    from: { tag: 'migrations', ...readMigrations() },
    to: { tag: 'schemaDatamodel', ...schema },
    script: true,
    exitCode: true,
    filters: { externalTables: [], externalEnums: [] },
  })
  return exitCode === 0 ? null : stdout
}

const readSchema = (): SchemasContainer => ({
  files: readdirSync(SCHEMA_DIR)
    .sort()
    .map(file => path.join(SCHEMA_DIR, file))
    .map(file => ({ path: file, content: readFileSync(file, 'utf8') })),
})

function readMigrations(): MigrationList {
  const entries = existsSync(MIGRATIONS_DIR) ? readdirSync(MIGRATIONS_DIR, { withFileTypes: true }) : []
  const names = entries.filter(entry => entry.isDirectory()).map(entry => entry.name)
  const sql = (name: string) => readFileSync(path.join(MIGRATIONS_DIR, name, 'migration.sql'), 'utf8')
  return {
    baseDir: MIGRATIONS_DIR,
    shadowDbInitScript: '',
    lockfile: { path: 'migration_lock.toml', content: LOCK_FILE },
    migrationDirectories: names.sort().map(name => ({
      path: name,
      migrationFile: { path: 'migration.sql', content: { tag: 'ok', value: sql(name) } },
    })),
  }
}

process.exit(await main(process.argv.slice(2)))
