import type { Logger } from 'pino'
import { JOBS, type JobName, type JobPayload } from '@/lib/core/jobs'
import type { QueuePort } from '@/lib/ports/queue'
import { openBackend, type Producer, type QueueSettings } from './backend'
import { closeQuietly, within } from './within'

/** A request must not hang because the queue does: the row it wrote is found by the next sweep. */
const ENQUEUE_LIMIT_MS = 2000
/** BullMQ takes jobs without a priority first. */
const AFTER_URGENT = 10

/** Adds jobs, to Redis or to Postgres. Never throws for want of the queue, and never waits longer than 2 s. */
export function queueAdapter(settings: QueueSettings, log: Logger): QueuePort & { close(): Promise<void> } {
  const backend = openBackend(settings, log, 0)
  const producers = new Map<JobName, Producer>()
  const producer = (name: JobName): Producer => {
    const known = producers.get(name) ?? backend.produce(name)
    producers.set(name, known)
    return known
  }
  const add = async <N extends JobName>(
    name: N,
    payload: JobPayload<N>,
    { key, delayMs = 0, isUrgent = true }: Parameters<QueuePort['enqueue']>[2],
  ) => {
    await backend.prepare()
    const order = isUrgent ? {} : { priority: AFTER_URGENT }
    await producer(name).add(name, payload, {
      ...jobOptions(name),
      ...order,
      delay: delayMs,
      ...keyedBy(key),
    })
  }
  return {
    async enqueue(name, payload, options) {
      try {
        await within(ENQUEUE_LIMIT_MS, add(name, payload, options))
      } catch (error) {
        log.warn(
          { err: error, job: name, key: options.key },
          'a job could not be queued; the next sweep does it',
        )
      }
    },
    async close() {
      await closeQuietly(Promise.all([...producers.values()].map(queue => queue.close())))
      await closeQuietly(backend.close())
    },
  }
}

const jobOptions = (name: JobName) => ({
  attempts: JOBS[name].attempts,
  backoff: { type: 'fixed', delay: JOBS[name].backoffMs },
  // What became of a job is written to our own tables.
  removeOnComplete: true,
  removeOnFail: true,
})

/**
 * One job per key waits at a time. When one is running already, one more follows it: what made us ask may have come
 * too late for the first. One that waits for its next try is tried at once.
 */
const keyedBy = (key: string) => ({
  deduplication: { id: key, keepLastIfActive: true, reschedule: true },
})
