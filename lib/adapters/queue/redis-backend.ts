import { Queue, Worker } from 'bullmq'
import { Redis } from 'ioredis'
import type { Logger } from 'pino'
import type { Backend } from './backend'
import { troubleLog } from './trouble'

/** Jobs in Redis. One connection is shared, and each consumer has one more on which it waits. */
export function redisBackend({
  address,
  prefix,
  log,
  consumers,
}: {
  address: string
  prefix: string
  log: Logger
  consumers: number
}): Backend {
  const onTrouble = troubleLog(log, 'the Redis connection')
  // A consumer waits for Redis as long as it takes; a producer's command fails after some reconnections.
  const connection = new Redis(address, consumers > 0 ? { maxRetriesPerRequest: null } : {})
  connection.on('error', onTrouble)
  return {
    prepare: async () => undefined,
    produce(name) {
      const queue = new Queue(name, { connection, prefix })
      queue.on('error', onTrouble)
      return queue
    },
    consume(name, work, options) {
      const worker = new Worker(name, work, { connection, prefix, ...options })
      worker.on('error', onTrouble)
      return worker
    },
    async close() {
      connection.disconnect()
    },
  }
}
