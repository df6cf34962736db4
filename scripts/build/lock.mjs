import { createHash } from 'node:crypto'
import { createServer } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'

const POLL_MS = 250

/**
 * Runs `work` while no other process builds the same folder. The lock is an abstract socket: it is gone with its
 * holder, however that ends.
 */
export async function withBuildLock(root, note, work) {
  const name = `\0berth-build-${createHash('sha256').update(root).digest('hex').slice(0, 24)}`
  let server = await listen(name)
  if (!server) note('Another process is building here; waiting for it.')
  while (!server) {
    await sleep(POLL_MS)
    server = await listen(name)
  }
  try {
    await work()
  } finally {
    server.close()
  }
}

const listen = name =>
  new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', error => (error.code === 'EADDRINUSE' ? resolve(null) : reject(error)))
    server.listen(name, () => resolve(server))
  })
