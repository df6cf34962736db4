import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { connect } from 'node:net'
import os from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

/** A Redis of a test's own, on a unix socket, with its data on disk. */
export async function redisServer() {
  const dir = await mkdtemp(path.join(os.tmpdir(), 'berth-test-redis-'))
  const socket = path.join(dir, 'redis.sock')
  let child = await start(dir, socket)
  const end = async (signal: NodeJS.Signals) => {
    if (child.exitCode !== null || child.signalCode !== null) return
    child.kill(signal)
    await once(child, 'exit')
  }
  return {
    address: socket,
    stop: () => end('SIGTERM'),
    kill: () => end('SIGKILL'),
    async start() {
      child = await start(dir, socket)
    },
    async remove() {
      await end('SIGKILL')
      await rm(dir, { recursive: true, force: true })
    },
  }
}

async function start(dir: string, socket: string): Promise<ChildProcess> {
  const durable = ['--dir', dir, '--appendonly', 'yes', '--appendfsync', 'always', '--save', '']
  const child = spawn('redis-server', ['--port', '0', '--unixsocket', socket, ...durable], {
    stdio: 'ignore',
  })
  await once(child, 'spawn')
  while (!(await answers(socket))) {
    if (child.exitCode !== null) throw new Error(`redis-server ended with ${child.exitCode}`)
    await sleep(20)
  }
  return child
}

const answers = (socket: string) =>
  new Promise<boolean>(resolve => {
    const connection = connect(socket)
    connection.once('error', () => resolve(false))
    connection.once('data', data => {
      connection.destroy()
      resolve(data.toString().startsWith('+PONG'))
    })
    connection.write('PING\r\n')
  })
