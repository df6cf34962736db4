import { chown, mkdir } from 'node:fs/promises'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Daemon, startDaemon } from '../process/daemon'
import { askRedis } from './ask-redis'
import { readIfThere } from './read-if-there'

/** Reading an append-only file back takes seconds per gigabyte; a job queue's is small. */
const READY_TIMEOUT_MS = 30_000
/** sun_path of unix(7), less the closing zero. */
const SOCKET_PATH_BYTES = 107

export interface RedisOptions {
  /** `redis-server` or `valkey-server`. */
  program: string
  /** Holds the append-only file and the log. */
  dir: string
  /** The unix socket it listens on; there is no TCP port. Its folder is made. */
  socket: string
  /** When we are root: whom the server runs as. The group may use the socket. */
  runAs?: { uid: number; gid: number; socketGid: number }
}

export interface RunningRedis {
  socket: string
  pid: number
  version: string
  how: 'adopted' | 'started'
}

/**
 * Runs a private Redis that loses no acknowledged job: every write is on disk before it is answered, and nothing is
 * evicted. Adopts the one that answers on the socket. It outlives this process; SIGTERM ends it.
 */
export async function startRedis(options: RedisOptions): Promise<RunningRedis> {
  const { socket } = options
  if (Buffer.byteLength(socket) > SOCKET_PATH_BYTES) {
    throw new Error(`The path ${socket} is too long for a socket. Use a shorter data directory.`)
  }
  const adopted = await askRedis(socket)
  if (adopted) return { ...adopted, socket, how: 'adopted' }
  await makeFolders(options)
  const logFile = path.join(options.dir, 'redis.log')
  const daemon = await startDaemon(options.program, serverArguments(options), {
    logFile,
    cwd: options.dir,
    uid: options.runAs?.uid,
    gid: options.runAs?.socketGid,
  })
  return { ...(await becomeReady(socket, daemon, logFile)), socket, how: 'started' }
}

async function makeFolders({ dir, socket, runAs }: RedisOptions) {
  const socketFolder = path.dirname(socket)
  await mkdir(dir, { recursive: true, mode: 0o700 })
  await mkdir(socketFolder, { recursive: true, mode: 0o710 })
  if (!runAs) return
  await chown(dir, runAs.uid, runAs.gid)
  await chown(socketFolder, runAs.uid, runAs.socketGid)
}

const serverArguments = ({ dir, socket, runAs }: RedisOptions): string[] => [
  ...['--port', '0', '--unixsocket', socket, '--unixsocketperm', runAs ? '770' : '700'],
  ...['--dir', dir, '--appendonly', 'yes', '--appendfsync', 'always', '--save', ''],
  ...['--maxmemory-policy', 'noeviction', '--daemonize', 'no'],
]

async function becomeReady(socket: string, daemon: Daemon, logFile: string) {
  const deadline = Date.now() + READY_TIMEOUT_MS
  for (;;) {
    const server = await askRedis(socket)
    if (server) return server
    if (daemon.exitCode() !== null) {
      const log = (await readIfThere(logFile)) ?? ''
      throw new Error(`Redis ended with exit code ${daemon.exitCode()}:\n${log.slice(-1000)}`)
    }
    if (Date.now() > deadline) {
      throw new Error(`Redis did not become ready in ${READY_TIMEOUT_MS / 1000} s; see ${logFile}.`)
    }
    await sleep(20)
  }
}
