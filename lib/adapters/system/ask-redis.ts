import { Redis } from 'ioredis'

export interface RedisAnswer {
  pid: number
  version: string
}

/** The server at a `redis://` URL or the path of a unix socket; null when none answers, or it is still loading. */
export async function askRedis(target: string): Promise<RedisAnswer | null> {
  const options = {
    lazyConnect: true,
    retryStrategy: () => null,
    maxRetriesPerRequest: 1,
    connectTimeout: 2000,
  }
  const client = target.startsWith('/') ? new Redis({ ...options, path: target }) : new Redis(target, options)
  // Emitted beside the rejection below; unheard it would be printed.
  client.on('error', () => undefined)
  try {
    await client.connect()
    const info = await client.info('server')
    const pid = Number(/^process_id:(\d+)/m.exec(info)?.[1])
    return { pid, version: /^(?:valkey|redis)_version:(\S+)/m.exec(info)?.[1] ?? 'unknown' }
  } catch {
    // Nothing listens, it refuses us, or it still reads its file: in each case it cannot be used.
    return null
  } finally {
    client.disconnect()
  }
}
