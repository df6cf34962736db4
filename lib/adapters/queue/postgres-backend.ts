import { createPostgresBackend, Queue, runMigrations, Worker } from 'bullmq'
import pg from 'pg'
import type { Logger } from 'pino'
import type { Backend } from './backend'
import { troubleLog } from './trouble'

/** BullMQ's tables are apart from ours. */
const SCHEMA = 'bullmq'
/** For statements; a consumer needs one more connection, on which it listens. */
const CONNECTIONS = 3

/** Jobs in Postgres, for installations without Redis. */
export function postgresBackend({
  databaseUrl,
  log,
  consumers,
}: {
  databaseUrl: string
  log: Logger
  consumers: number
}): Backend {
  const onTrouble = troubleLog(log, 'the queue in Postgres')
  const pool = new pg.Pool({
    connectionString: databaseUrl,
    max: CONNECTIONS + consumers,
    options: `-c search_path=${SCHEMA}`,
    keepAlive: true,
  })
  // Every queue listens for the pool's errors.
  pool.setMaxListeners(0)
  pool.on('error', onTrouble)
  let prepared: Promise<void> | undefined
  return {
    prepare() {
      prepared ??= migrate(pool).catch((error: unknown) => {
        prepared = undefined
        throw error
      })
      return prepared
    },
    produce(name) {
      const queue = new Queue(name, { connection: pool }, createPostgresBackend)
      queue.on('error', onTrouble)
      return queue
    },
    consume(name, work, options) {
      const worker = new Worker(name, work, { connection: pool, ...options }, createPostgresBackend)
      worker.on('error', onTrouble)
      return worker
    },
    close: () => pool.end(),
  }
}

async function migrate(pool: pg.Pool): Promise<void> {
  const client = await pool.connect()
  try {
    await runMigrations(client, SCHEMA)
  } finally {
    client.release()
  }
}
