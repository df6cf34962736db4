import { UnrecoverableError } from 'bullmq'
import type { Logger } from 'pino'
import { JOBS, type JobName, type JobPayload } from '@/lib/core/jobs'
import { type Backend, type Consumer, type Job, openBackend, type QueueSettings } from './backend'
import { closeQuietly, within } from './within'

/** What is done for each job. `signal` aborts when the worker ends: stop soon, another worker goes on. */
export type Handlers = {
  [N in JobName]: (payload: JobPayload<N>, signal: AbortSignal) => Promise<void>
}

/**
 * A worker that dies is noticed by its lock, after 15 to 25 s. Shorter, and a blocked moment would pass for a death;
 * handlers hold leases of their own, so that even then nothing is done twice.
 */
const OPTIONS = { lockDuration: 15_000, stalledInterval: 5000, maxStalledCount: 5 }
const CLOSE_LIMIT_MS = 20_000
const PREPARE_AGAIN_MS = 2000

/** Takes and runs jobs until closed. The queue being away is survived: jobs go on when it is back. */
export function startWorkers({
  handlers,
  log,
  closeLimitMs = CLOSE_LIMIT_MS,
  ...settings
}: QueueSettings & { handlers: Handlers; log: Logger; closeLimitMs?: number }): { close(): Promise<void> } {
  const names = Object.keys(handlers).filter(isJobName)
  const backend = openBackend(settings, log, names.length)
  const ending = new AbortController()
  const consumers: Consumer[] = []
  const started = prepared(backend, ending.signal, log).then(ready => {
    if (!ready) return
    for (const name of names) {
      const work = (job: Job) => runJob(name, handlers, job, ending.signal, log)
      consumers.push(backend.consume(name, work, { ...OPTIONS, concurrency: JOBS[name].concurrency }))
    }
  })
  const end = async () => {
    ending.abort(new Error('the worker is ending'))
    await started
    await endAll(consumers, closeLimitMs, log)
    await closeQuietly(backend.close())
  }
  let ended: Promise<void> | undefined
  return {
    close() {
      ended ??= end()
      return ended
    },
  }
}

const isJobName = (name: string): name is JobName => name in JOBS

/** Tries until it works; false when it was aborted before. */
async function prepared(backend: Backend, signal: AbortSignal, log: Logger): Promise<boolean> {
  while (!signal.aborted) {
    try {
      await backend.prepare()
      return !signal.aborted
    } catch (error) {
      log.warn({ err: error }, 'the queue cannot be opened yet')
      await new Promise(resolve => setTimeout(resolve, PREPARE_AGAIN_MS))
    }
  }
  return false
}

async function runJob<N extends JobName>(
  name: N,
  handlers: Handlers,
  job: Job,
  signal: AbortSignal,
  log: Logger,
): Promise<void> {
  const payload = JOBS[name].payload.safeParse(job.data)
  if (!payload.success) {
    log.error({ job: name, err: payload.error }, 'a job with a payload of another version was dropped')
    throw new UnrecoverableError('The payload is not valid.')
  }
  const handle: Handlers[N] = handlers[name]
  try {
    // The schema of the same name has just checked it; TypeScript cannot follow that through the table.
    await handle(payload.data as JobPayload<N>, signal)
  } catch (error) {
    const last = job.attemptsMade + 1 >= JOBS[name].attempts
    log.error(
      { err: error, job: name, payload: payload.data, attempt: job.attemptsMade + 1, last },
      'a job failed',
    )
    throw error
  }
}

async function endAll(consumers: Consumer[], limitMs: number, log: Logger) {
  try {
    await within(limitMs, Promise.all(consumers.map(consumer => consumer.close())))
  } catch (error) {
    log.warn({ err: error }, 'jobs still ran when the worker had to end; another worker takes them')
    await closeQuietly(Promise.all(consumers.map(consumer => consumer.close(true))))
  }
}
