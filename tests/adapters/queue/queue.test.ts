import pino from 'pino'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { openBackend, type QueueSettings } from '@/lib/adapters/queue/backend'
import { queueAdapter } from '@/lib/adapters/queue/queue'
import { type Handlers, startWorkers } from '@/lib/adapters/queue/workers'
import { JOBS } from '@/lib/core/jobs'
import { blankDatabase } from '../../support/database'
import { redisServer } from '../../support/redis-server'

const log = pino({ level: 'silent' })
const SOON = { timeout: 15_000, interval: 10 }

/** Handlers that do nothing, but for those given. */
const handlers = (given: Partial<Handlers>): Handlers => ({
  'deployment.run': async () => undefined,
  'inspection.run': async () => undefined,
  'comparison.run': async () => undefined,
  'app-environment.stop': async () => undefined,
  'routes.refresh': async () => undefined,
  'app.remove': async () => undefined,
  'cleanup.run': async () => undefined,
  ...given,
})

/** A promise and what resolves it. */
function gate() {
  let open: () => void = () => undefined
  const opened = new Promise<void>(resolve => {
    open = resolve
  })
  return { open, opened }
}

const backends = {
  async redis() {
    const server = await redisServer()
    return { redisUrl: server.address, databaseUrl: '', release: server.remove }
  },
  async postgres() {
    const database = await blankDatabase()
    return { redisUrl: null, databaseUrl: database.url, release: database.drop }
  },
}

describe.each(Object.entries(backends))('the queue in %s', (_name, provide) => {
  let place: Awaited<ReturnType<typeof provide>>
  let settings: QueueSettings
  let count = 0
  const closing: (() => Promise<void>)[] = []

  beforeAll(async () => {
    place = await provide()
    settings = { redisUrl: place.redisUrl, databaseUrl: place.databaseUrl, namespace: 'test' }
  })
  afterEach(async () => {
    for (const close of closing.splice(0).reverse()) await close()
  })
  afterAll(() => place.release())

  const queue = () => {
    const adapter = queueAdapter(settings, log)
    closing.push(adapter.close)
    return adapter
  }
  const work = (given: Partial<Handlers>, closeLimitMs?: number) => {
    const workers = startWorkers({
      ...settings,
      log,
      handlers: handlers(given),
      ...(closeLimitMs ? { closeLimitMs } : {}),
    })
    closing.push(workers.close)
    return workers
  }
  /** Ids of their own for each test, as the queue outlives it. */
  const newKey = () => `dpl_${++count}`

  it('runs each job with its payload', async () => {
    const done: string[] = []
    const jobs = queue()
    const keys = Array.from({ length: 20 }, newKey)
    await Promise.all(keys.map(id => jobs.enqueue('deployment.run', { deploymentId: id }, { key: id })))
    work({ 'deployment.run': async ({ deploymentId }) => void done.push(deploymentId) })
    await vi.waitFor(() => expect(done.sort()).toEqual(keys.sort()), SOON)
  })

  it('adds a job once while one with its key waits', async () => {
    let runs = 0
    const jobs = queue()
    for (let i = 0; i < 5; i++) await jobs.enqueue('routes.refresh', {}, { key: 'routes' })
    work({ 'routes.refresh': async () => void runs++ })
    await vi.waitFor(() => expect(runs).toBe(1), SOON)
    await settled(jobs)
    expect(runs).toBe(1)
  })

  it('runs a job once more when it is asked for while it runs', async () => {
    let runs = 0
    const first = gate()
    const jobs = queue()
    work({
      'routes.refresh': async () => {
        runs++
        if (runs === 1) await first.opened
      },
    })
    await jobs.enqueue('routes.refresh', {}, { key: 'again' })
    await vi.waitFor(() => expect(runs).toBe(1), SOON)
    for (let i = 0; i < 3; i++) await jobs.enqueue('routes.refresh', {}, { key: 'again' })
    expect(runs).toBe(1)
    first.open()
    await vi.waitFor(() => expect(runs).toBe(2), SOON)
    await settled(jobs)
    expect(runs).toBe(2)
    await jobs.enqueue('routes.refresh', {}, { key: 'again' })
    await vi.waitFor(() => expect(runs).toBe(3), SOON)
  })

  it('tries a failing job as often as its definition says, then frees its key', async () => {
    let runs = 0
    const key = newKey()
    const jobs = queue()
    work({
      'routes.refresh': async () => {
        runs++
        throw new Error('not today')
      },
    })
    await jobs.enqueue('routes.refresh', {}, { key })
    await vi.waitFor(() => expect(runs).toBe(JOBS['routes.refresh'].attempts), SOON)
    await settled(jobs)
    await jobs.enqueue('routes.refresh', {}, { key })
    await vi.waitFor(() => expect(runs).toBeGreaterThan(JOBS['routes.refresh'].attempts), SOON)
  }, 30_000)

  it('runs a delayed job at once when it is asked for without delay', async () => {
    const done: string[] = []
    const key = newKey()
    const jobs = queue()
    work({ 'app.remove': async ({ appId }) => void done.push(appId) })
    await jobs.enqueue('app.remove', { appId: key }, { key, delayMs: 600_000 })
    await settled(jobs)
    expect(done).toEqual([])
    await jobs.enqueue('app.remove', { appId: key }, { key })
    await vi.waitFor(() => expect(done).toEqual([key]), SOON)
  })

  it('runs as many of a kind at once as its definition says, and other kinds beside them', async () => {
    const jobs = queue()
    const held = gate()
    let running = 0
    let stopped = false
    work({
      'deployment.run': async () => {
        running++
        await held.opened
      },
      'app-environment.stop': async () => {
        stopped = true
      },
    })
    for (let i = 0; i < 12; i++) {
      const key = newKey()
      await jobs.enqueue('deployment.run', { deploymentId: key }, { key })
    }
    await vi.waitFor(() => expect(running).toBe(JOBS['deployment.run'].concurrency), SOON)
    await jobs.enqueue('app-environment.stop', { appEnvironmentId: 'ape_1' }, { key: 'ape_1' })
    await vi.waitFor(() => expect(stopped).toBe(true), SOON)
    expect(running).toBe(JOBS['deployment.run'].concurrency)
    held.open()
    await vi.waitFor(() => expect(running).toBe(12), SOON)
  })

  it('drops a job whose payload is not valid, without running it', async () => {
    const ids: string[] = []
    const backend = openBackend(settings, log, 0)
    await backend.prepare()
    const producer = backend.produce('inspection.run')
    closing.push(async () => {
      await producer.close()
      await backend.close()
    })
    await producer.add('inspection.run', { somethingElse: 1 }, { attempts: 3 })
    await producer.add('inspection.run', { inspectionId: 'isp_1' }, {})
    work({ 'inspection.run': async ({ inspectionId }) => void ids.push(inspectionId) })
    await vi.waitFor(() => expect(ids).toEqual(['isp_1']), SOON)
  })

  it('waits at its end for running jobs, whose signal tells them', async () => {
    const key = newKey()
    const jobs = queue()
    let outcome = ''
    const workers = work({
      'deployment.run': async (_payload, signal) => {
        outcome = 'running'
        await new Promise(resolve => signal.addEventListener('abort', resolve))
        outcome = 'handed over'
      },
    })
    await jobs.enqueue('deployment.run', { deploymentId: key }, { key })
    await vi.waitFor(() => expect(outcome).toBe('running'), SOON)
    await workers.close()
    expect(outcome).toBe('handed over')
  })

  it('gives a job that a dead worker held to another worker', async () => {
    const key = newKey()
    const jobs = queue()
    const held = gate()
    let first = 0
    const dying = startWorkers({
      ...settings,
      log,
      closeLimitMs: 50,
      handlers: handlers({
        'deployment.run': async () => {
          first++
          await held.opened
        },
      }),
    })
    await jobs.enqueue('deployment.run', { deploymentId: key }, { key })
    await vi.waitFor(() => expect(first).toBe(1), SOON)
    await dying.close()
    const taken: string[] = []
    work({ 'deployment.run': async ({ deploymentId }) => void taken.push(deploymentId) })
    await vi.waitFor(() => expect(taken).toEqual([key]), { timeout: 50_000, interval: 100 })
    held.open()
  }, 60_000)

  /** Resolves when a job that was added later has run: what was to run before it has. */
  async function settled(jobs: ReturnType<typeof queueAdapter>) {
    await new Promise(resolve => setTimeout(resolve, 300))
    await jobs.enqueue('inspection.run', { inspectionId: 'isp_x' }, { key: newKey() })
  }
})
