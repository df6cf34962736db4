import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import pino from 'pino'
import { describe, expect, it, vi } from 'vitest'
import { queueAdapter } from '@/lib/adapters/queue/queue'
import { startWorkers } from '@/lib/adapters/queue/workers'
import { startPostgres } from '@/lib/adapters/system/postgres'
import { BINARIES } from '../../support/database-server'
import { redisServer } from '../../support/redis-server'

const log = pino({ level: 'silent' })
const LATER = { timeout: 40_000, interval: 50 }

/** A server that can be taken away and come back with its data. */
const servers = {
  async redis() {
    const server = await redisServer()
    return {
      settings: { redisUrl: server.address, databaseUrl: '' },
      stop: server.stop,
      kill: server.kill,
      start: server.start,
      remove: server.remove,
    }
  },
  async postgres() {
    const dir = await mkdtemp(path.join(os.tmpdir(), 'berth-test-queue-'))
    const options = { dir: path.join(dir, 'server'), password: 'test', binariesDir: BINARIES }
    await chmod(dir, 0o755)
    let server = await startPostgres(options)
    return {
      settings: { redisUrl: null, databaseUrl: server.url },
      stop: () => server.stop(),
      async kill() {
        const pidFile = await readFile(path.join(options.dir, 'data/postmaster.pid'), 'utf8')
        process.kill(Number(pidFile.split('\n')[0]), 'SIGKILL')
      },
      async start() {
        server = await startPostgres({ ...options, port: server.port })
      },
      async remove() {
        await server.stop()
        await rm(dir, { recursive: true, force: true })
      },
    }
  },
}

describe.each(Object.entries(servers))('when %s restarts', (_name, provide) => {
  it('requests do not hang or fail, and workers go on when it is back', async () => {
    const server = await provide()
    const settings = { ...server.settings, namespace: 'test' }
    const jobs = queueAdapter(settings, log)
    const done: string[] = []
    const nothing = async () => undefined
    const workers = startWorkers({
      ...settings,
      log,
      handlers: {
        'deployment.run': async ({ deploymentId }) => void done.push(deploymentId),
        'inspection.run': nothing,
        'comparison.run': nothing,
        'app-environment.stop': nothing,
        'routes.refresh': nothing,
        'app.remove': nothing,
        'cleanup.run': nothing,
      },
    })
    const enqueue = (id: string) => jobs.enqueue('deployment.run', { deploymentId: id }, { key: id })
    try {
      await enqueue('before')
      await vi.waitFor(() => expect(done).toEqual(['before']), LATER)
      for (const end of [server.stop, server.kill]) {
        await end()
        await expect(enqueue(`while-away-${end.name}`)).resolves.toBeUndefined()
        await server.start()
        // As the sweep does: asks again until it is done.
        const id = `after-${end.name}`
        await vi.waitFor(async () => {
          await enqueue(id)
          expect(done).toContain(id)
        }, LATER)
      }
    } finally {
      await workers.close()
      await jobs.close()
      await server.remove()
    }
  }, 120_000)
})
