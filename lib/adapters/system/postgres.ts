import { mkdir, realpath } from 'node:fs/promises'
import path from 'node:path'
import pg from 'pg'
import { installPostgres } from './postgres-binaries'
import { type Cluster, type PostgresOptions, postgresUrl } from './postgres-cluster'
import { createCluster } from './postgres-create'
import { findRunning, type Server, startServer, stopServer } from './postgres-server'
import { firstClosedFolder } from './reachable'

const DATABASE = 'berth'
/** Postgres refuses to run as root: without a user of its own it runs as nobody. */
const NOBODY = { uid: 65534, gid: 65534 }

export interface RunningPostgres {
  url: string
  pid: number
  port: number
  how: 'adopted' | 'started' | 'created'
  /** Ends sessions and the server, with a checkpoint; resolves when it is gone. */
  stop(): Promise<void>
}

/**
 * Runs a Postgres of ours on loopback with its data in `dir`: adopts the one that runs there, else starts it, else
 * creates it. It outlives this process. Throws with the end of the server's log when it does not come up.
 */
export async function startPostgres(options: PostgresOptions): Promise<RunningPostgres> {
  await mkdir(options.dir, { recursive: true, mode: 0o755 })
  const dir = await realpath(options.dir)
  const cluster: Cluster = {
    ...options,
    dir,
    data: path.join(dir, 'data'),
    logFile: path.join(dir, 'postgres.log'),
    identity: process.getuid?.() === 0 ? (options.runAs ?? NOBODY) : {},
  }
  const adopted = await findRunning(cluster)
  if (adopted !== null) return running(cluster, adopted, 'adopted')
  const closed = await firstClosedFolder(dir, cluster.identity)
  if (closed !== null) {
    throw new Error(
      `The user that Postgres runs as (${cluster.identity.uid}) may not enter ${closed}. Choose a data folder elsewhere, or allow it with: chmod o+x ${closed}`,
    )
  }
  const { bin, major } = await installPostgres(options.binariesDir ?? dir)
  const how = await createCluster(cluster, bin, major)
  return running(cluster, await startServer(cluster, bin), how)
}

/** Stops the server whose data is in `dir`, if one runs. */
export const stopPostgres = async (dir: string): Promise<void> =>
  stopServer(path.join(await realpath(dir), 'data'))

async function running(
  cluster: Cluster,
  server: Server,
  how: RunningPostgres['how'],
): Promise<RunningPostgres> {
  await ensureDatabase(postgresUrl(cluster, server.port, 'postgres'))
  const url = postgresUrl(cluster, server.port, DATABASE)
  return { ...server, url, how, stop: () => stopServer(cluster.data) }
}

async function ensureDatabase(url: string) {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    const { rowCount } = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [DATABASE])
    if (rowCount === 0) await client.query(`CREATE DATABASE ${DATABASE}`)
  } catch (error) {
    // 42P04, 23505: another process created it in the same moment.
    const code = error instanceof Error && 'code' in error ? error.code : undefined
    if (code !== '42P04' && code !== '23505') throw error
  } finally {
    await client.end()
  }
}
