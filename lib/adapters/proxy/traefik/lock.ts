import { createHash } from 'node:crypto'
import { createServer, type Server } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { ProxyUnavailable } from '@/lib/core/errors'

const RETRY_MS = 5

/**
 * Does `work` while nobody else, in this process or another, writes the routes of `dir`. The lock is an abstract socket
 * (unix(7)): it is gone with its holder. Throws `ProxyUnavailable` when it is not to be had in time.
 */
export async function withRoutesLock<T>(dir: string, limitMs: number, work: () => Promise<T>): Promise<T> {
  const name = `\0berth-routes-${createHash('sha256').update(dir).digest('hex').slice(0, 32)}`
  const deadline = Date.now() + limitMs
  let holder = await take(name)
  while (!holder) {
    if (Date.now() > deadline)
      throw new ProxyUnavailable('Another worker has been writing the routes for too long.')
    await sleep(RETRY_MS)
    holder = await take(name)
  }
  try {
    return await work()
  } finally {
    holder.close()
  }
}

function take(name: string): Promise<Server | null> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', error => {
      if ('code' in error && error.code === 'EADDRINUSE') resolve(null)
      else reject(error)
    })
    server.listen(name, () => resolve(server.unref()))
  })
}
