import { randomBytes } from 'node:crypto'
import path from 'node:path'
import { builderAdapter } from '@/lib/adapters/builder/builder'
import { systemClock } from '@/lib/adapters/clock'
import { dockerAdapter } from '@/lib/adapters/docker/docker'
import { storageAdapter } from '@/lib/adapters/docker/storage'
import { gitAdapter } from '@/lib/adapters/git/git'
import { host } from '@/lib/adapters/host'
import { leftoversAdapter } from '@/lib/adapters/leftovers'
import { probeAdapter } from '@/lib/adapters/probe/http'
import { memoryProxy } from '@/lib/adapters/proxy/memory'
import type { WorkerContext } from '@/lib/operations/worker-context'
import type { Clock } from '@/lib/ports/clock'
import type { TestRuntime } from './context'
import { DOCKER_HOST } from './docker'

const MIB = 1024 * 1024

export interface TestClock extends Clock {
  /** Lets time pass for everything that asks the clock or sleeps by it. */
  advance(ms: number): void
}

const LOOK_MS = 5

/** The machine's clock, which can be put forward. */
export function testClock(): TestClock {
  let offset = 0
  const now = () => Date.now() + offset
  return {
    now: () => new Date(now()),
    async sleep(ms, signal) {
      for (const until = now() + ms; now() < until; )
        await systemClock.sleep(Math.min(LOOK_MS, until - now()), signal)
    },
    advance(ms) {
      offset += ms
    },
  }
}

/** The parts of a worker around a test's database: everything real but the proxy, which routes nothing. */
export function workerContext(
  { system, runtime }: TestRuntime,
  {
    dockerHost = DOCKER_HOST,
    namespace = `t${randomBytes(5).toString('hex')}`,
    clock = systemClock,
  }: { dockerHost?: string; namespace?: string; clock?: Clock } = {},
): WorkerContext {
  const { dataDir } = runtime.config

  return {
    ...system,
    clock,
    workerId: namespace,
    actor: { kind: 'worker', workerId: namespace },
    docker: dockerAdapter({ dockerHost, namespace }),
    builder: builderAdapter({ dockerHost }),
    git: gitAdapter({
      mirrorDir: path.join(dataDir, 'mirrors'),
      exampleDir: path.join(dataDir, 'examples'),
      examplesDir: path.resolve('examples'),
      privateDir: path.join(dataDir, 'git'),
      maxRepositoryMb: 100,
      allowPrivate: true,
      env: {},
    }),
    proxy: memoryProxy(),
    probe: probeAdapter(),
    host,
    liveness: { dead: async () => [] },
    storage: storageAdapter({ dockerHost, namespace }),
    leftovers: leftoversAdapter([]),
    worker: {
      namespace,
      dataDir,
      buildConcurrency: 1,
      diskReserveBytes: 100 * MIB,
      instanceDiskBytes: 1024 * MIB,
      extraCa: null,
      proxyPort: 1,
      panel: { hosts: [], target: { host: '127.0.0.1', port: 1 } },
    },
  }
}
