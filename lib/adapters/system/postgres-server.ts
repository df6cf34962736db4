import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { type Daemon, startDaemon } from '../process/daemon'
import { freePort } from './free-port'
import { type Cluster, postgresUrl } from './postgres-cluster'
import { readIfThere } from './read-if-there'

/** Recovery after a crash replays the log; 60 s is far above what a panel's database needs. */
const READY_TIMEOUT_MS = 60_000
const STOP_TIMEOUT_MS = 30_000
const START_ATTEMPTS = 20
/** For a moment after a crash the old pid file or shared memory is still there; a chosen port may be taken since. */
const PASSING = /postmaster\.pid|shared memory|could not bind/

export interface Server {
  pid: number
  port: number
}

/** The server that runs on our data, or null. */
export async function findRunning(cluster: Cluster): Promise<Server | null> {
  const server = await readPidFile(cluster.data)
  return server && (await probe(cluster, server.port)) === 'ours' ? server : null
}

/** Starts the server and waits until it answers. */
export async function startServer(cluster: Cluster, bin: string): Promise<Server> {
  for (let attempt = 1; ; attempt++) {
    const port = cluster.port ?? (await choosePort(cluster))
    const logBefore = (await readIfThere(cluster.logFile))?.length ?? 0
    const daemon = await startDaemon(path.join(bin, 'postgres'), serverArguments(cluster, port), {
      ...cluster.identity,
      logFile: cluster.logFile,
    })
    if (await becomesReady(cluster, port, daemon)) return { pid: daemon.pid, port }
    const said = (await readIfThere(cluster.logFile))?.slice(logBefore).slice(-1000) ?? ''
    if (attempt === START_ATTEMPTS || !PASSING.test(said)) {
      throw new Error(`Postgres ended with exit code ${daemon.exitCode()} instead of starting:\n${said}`)
    }
    await sleep(500)
  }
}

/** Fast shutdown: sessions are ended, the data is complete. Throws when the server is still there after 30 s. */
export async function stopServer(data: string): Promise<void> {
  const pid = (await readPidFile(data))?.pid
  if (pid === undefined || !(await servesData(pid, data)) || !signal(pid, 'SIGINT')) return
  const deadline = Date.now() + STOP_TIMEOUT_MS
  while (signal(pid, 0)) {
    if (Date.now() > deadline) {
      throw new Error(`Postgres (process ${pid}) did not stop in ${STOP_TIMEOUT_MS / 1000} s.`)
    }
    await sleep(20)
  }
}

/** After a crash of the machine the pid file may name somebody else's process. */
async function servesData(pid: number, data: string): Promise<boolean> {
  const commandLine = await readIfThere(`/proc/${pid}/cmdline`)
  return commandLine?.split('\0').includes(data) ?? false
}

/** False when there is no such process. */
function signal(pid: number, name: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(pid, name)
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ESRCH') return false
    throw error
  }
}

/** Whether our own data answers at the port, not another server that took it. */
async function probe(cluster: Cluster, port: number): Promise<'ours' | 'other' | 'wrong-password'> {
  const client = new pg.Client({
    connectionString: postgresUrl(cluster, port, 'postgres'),
    connectionTimeoutMillis: 2000,
  })
  // Emitted beside the rejections below when the server goes away; unheard it would end the process.
  client.on('error', () => undefined)
  try {
    await client.connect()
    const { rows } = await client.query<{ data_directory: string }>('SHOW data_directory')
    return rows[0]?.data_directory === cluster.data ? 'ours' : 'other'
  } catch (error) {
    // 28P01: invalid password. Anything else: not up, or not Postgres.
    return error instanceof Error && 'code' in error && error.code === '28P01' ? 'wrong-password' : 'other'
  } finally {
    await client.end()
  }
}

/** Lines of postmaster.pid: process, data folder, start time, port. */
async function readPidFile(data: string): Promise<Server | null> {
  const lines = (await readIfThere(path.join(data, 'postmaster.pid')))?.split('\n') ?? []
  const [pid, port] = [Number(lines[0]), Number(lines[3])]
  return pid > 0 && port > 0 ? { pid, port } : null
}

function serverArguments(cluster: Cluster, port: number): string[] {
  const settings = {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    max_connections: '200',
    shared_buffers: '64MB',
    ...cluster.settings,
  }
  const options = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  return ['-D', cluster.data, '-p', String(port), ...options]
}

/** False when the server ended. */
async function becomesReady(cluster: Cluster, port: number, daemon: Daemon): Promise<boolean> {
  const deadline = Date.now() + READY_TIMEOUT_MS
  while (daemon.exitCode() === null) {
    const answer = await probe(cluster, port)
    if (answer === 'ours') return true
    if (answer === 'wrong-password' && (await findsItself(cluster, daemon))) {
      throw new Error(`The database in ${cluster.dir} was created with another password.`)
    }
    if (Date.now() > deadline) {
      throw new Error(
        `Postgres did not become ready in ${READY_TIMEOUT_MS / 1000} s; see ${cluster.logFile}.`,
      )
    }
    await sleep(50)
  }
  return false
}

const findsItself = async (cluster: Cluster, daemon: Daemon) =>
  (await readPidFile(cluster.data))?.pid === daemon.pid

/** Processes that hold the address of a server that crashed find it again at the same port. */
async function choosePort(cluster: Cluster): Promise<number> {
  const options = (await readIfThere(path.join(cluster.data, 'postmaster.opts'))) ?? ''
  const before = Number(/"-p" "(\d+)"/.exec(options)?.[1])
  return before > 0 ? freePort(before) : freePort()
}
