import { createHash } from 'node:crypto'
import { createServer, type Server } from 'node:net'

/**
 * Takes the right to run the panel of this data directory; null when another process has it. An abstract socket
 * (unix(7)) is gone with its holder, however that ends: there is no stale lock.
 */
export function takeLock(dataDir: string): Promise<Server | null> {
  const name = `\0berth-${createHash('sha256').update(dataDir).digest('hex').slice(0, 32)}`
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', error => {
      if ('code' in error && error.code === 'EADDRINUSE') resolve(null)
      else reject(error)
    })
    server.listen(name, () => resolve(server.unref()))
  })
}
