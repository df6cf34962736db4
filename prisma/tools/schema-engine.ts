import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { PrismaPg } from '@prisma/adapter-pg'
import {
  bindMigrationAwareSqlAdapterFactory,
  ColumnTypeEnum,
  type SqlDriverAdapter,
} from '@prisma/driver-adapter-utils'
import * as engineModule from '@prisma/schema-engine-wasm/schema_engine_bg'
import pg from 'pg'

/** Catalog columns of the type "char", which adapter-pg cannot describe. */
const CHAR_OID = 18
const TEXT_OID = 25

/**
 * Prisma's schema engine as WebAssembly, connected to the Postgres server at `url`. The `prisma` command would download
 * a program for it, which is not to be had everywhere. Its timers keep the process alive: end with `process.exit`.
 */
export async function loadSchemaEngine(
  url: string,
  datamodels: [string, string][],
): Promise<engineModule.SchemaEngine> {
  const file = createRequire(import.meta.url).resolve('@prisma/schema-engine-wasm/schema_engine_bg')
  const { instance } = await WebAssembly.instantiate(await readFile(file.replace(/\.js$/, '.wasm')), {
    './schema_engine_bg.js': Object.fromEntries(Object.entries(engineModule)),
  })
  engineModule.__wbg_set_wasm(instance.exports)
  const { __wbindgen_start: start } = instance.exports
  if (typeof start === 'function') start()
  return engineModule.SchemaEngine.new({ datamodels }, () => undefined, adapterFactory(url))
}

const adapterFactory = (url: string) =>
  bindMigrationAwareSqlAdapterFactory({
    provider: 'postgres',
    adapterName: '@prisma/adapter-pg',
    connect: async () => (await connect(url)).adapter,
    connectToShadowDb: () => connectToScratchDatabase(url),
  })

/** The engine replays the migrations in an empty database, which goes with the connection. */
async function connectToScratchDatabase(url: string): Promise<SqlDriverAdapter> {
  const name = `shadow_${crypto.randomUUID()}`
  const admin = new pg.Client(url)
  await admin.connect()
  await admin.query(`CREATE DATABASE "${name}" TEMPLATE template0`)
  const scratch = new URL(url)
  scratch.pathname = `/${name}`
  const { adapter, pool } = await connect(scratch.toString())
  return Object.assign(adapter, {
    dispose: async () => {
      await pool.end()
      await admin.query(`DROP DATABASE "${name}" WITH (FORCE)`)
      await admin.end()
    },
  })
}

async function connect(url: string) {
  // One connection: the engine's advisory lock belongs to the session.
  const pool = new pg.Pool({ connectionString: url, max: 1 })
  const charColumns = readCharAsText(pool)
  const adapter = await new PrismaPg(pool).connect()
  const queryRaw = adapter.queryRaw.bind(adapter)
  adapter.queryRaw = async query => {
    const result = await queryRaw(query)
    for (const index of charColumns()) result.columnTypes[index] = ColumnTypeEnum.Character
    return result
  }
  return { adapter, pool }
}

/** Lets "char" columns pass as text; the returned function tells which they were in the last result. */
function readCharAsText(pool: pg.Pool): () => number[] {
  let last: number[] = []
  const original = pool.query
  const query = async (...args: unknown[]): Promise<unknown> => {
    const result: pg.QueryArrayResult = await Reflect.apply(original, pool, args)
    last = []
    for (const [index, field] of (result.fields ?? []).entries()) {
      if (field.dataTypeID !== CHAR_OID) continue
      field.dataTypeID = TEXT_OID
      last.push(index)
    }
    return result
  }
  Object.defineProperty(pool, 'query', { value: query })
  return () => last
}
