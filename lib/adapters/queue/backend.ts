import type { JobsOptions, WorkerOptions } from 'bullmq'
import type { Logger } from 'pino'
import { postgresBackend } from './postgres-backend'
import { redisBackend } from './redis-backend'

export interface QueueSettings {
  /** redis:// URL or the path of a unix socket; null: the queue lives in Postgres. */
  redisUrl: string | null
  databaseUrl: string
  /** Keeps installations that share a Redis apart. */
  namespace: string
}

/** Adds jobs to one queue. */
export interface Producer {
  add(name: string, data: unknown, options: JobsOptions): Promise<unknown>
  close(): Promise<void>
}

export interface Job {
  data: unknown
  attemptsMade: number
}

/** Takes jobs from one queue. */
export interface Consumer {
  /** Takes no more; resolves when the running ones have ended, or at once if `force`. */
  close(force?: boolean): Promise<void>
}

export type ConsumerOptions = Pick<
  WorkerOptions,
  'concurrency' | 'lockDuration' | 'stalledInterval' | 'maxStalledCount'
>

/** Where the jobs are kept: one of Redis and Postgres, chosen here and nowhere else. */
export interface Backend {
  /** Resolves when queues may be opened. */
  prepare(): Promise<void>
  produce(queue: string): Producer
  consume(queue: string, work: (job: Job) => Promise<void>, options: ConsumerOptions): Consumer
  close(): Promise<void>
}

/** `consumers`: how many queues this process takes jobs from. */
export function openBackend(settings: QueueSettings, log: Logger, consumers: number): Backend {
  const { redisUrl, databaseUrl, namespace } = settings
  return redisUrl
    ? redisBackend({ address: redisUrl, prefix: namespace, log, consumers })
    : postgresBackend({ databaseUrl, log, consumers })
}
