import type { WorkerContext } from '@/lib/operations/worker-context'
import type { LeftoversPort } from '@/lib/ports/leftovers'
import type { Removal, StoragePort, StoredImage } from '@/lib/ports/storage'
import type { TestRuntime } from './context'

/** What an engine holds, told by the test; removals change it. `calls` notes each call that changes something. */
export interface MemoryEngine {
  images: StoredImage[]
  networks: { name: string; environmentId: string | null }[]
  volumes: { name: string; appEnvironmentId: string | null }[]
  buildCacheBytes: number
  /** Containers by the image they are made from. */
  containers: { name: string; imageId: string }[]
  mirrors: { mirrorId: string; sizeBytes: number }[]
  leftovers: { path: string; sizeBytes: number }[]
  disk: { total: number; free: number; used: number }
  calls: string[]
  /** Called before each removal of an image; may throw as an engine does, or do what another process would. */
  before(call: string): Promise<void>
}

export const memoryEngine = (): MemoryEngine => ({
  images: [],
  networks: [],
  volumes: [],
  buildCacheBytes: 0,
  containers: [],
  mirrors: [],
  leftovers: [],
  disk: { total: 100, free: 90, used: 10 },
  calls: [],
  before: async () => undefined,
})

/** A worker of `at` whose engine and mirrors are `engine`: what cleanup and the heartbeat need of one. */
export function workerOn(at: TestRuntime, engine: MemoryEngine, workerId = 'worker-1'): WorkerContext {
  const part = {
    workerId,
    worker: { namespace: 'berth', dataDir: '/data' },
    storage: storageOf(engine),
    leftovers: leftoversOf(engine),
    docker: {
      list: async () => engine.containers,
      imageExists: async (id: string) => engine.images.some(image => image.id === id),
      info: async () => ({ version: '20.10', dataRoot: '/data/docker' }),
    },
    git: {
      mirrors: async () => engine.mirrors,
      removeMirror: async (mirrorId: string) => {
        engine.calls.push(`mirror ${mirrorId}`)
        engine.mirrors = engine.mirrors.filter(mirror => mirror.mirrorId !== mirrorId)
      },
    },
    host: {
      hostname: () => 'server-1',
      cpus: () => 2,
      load1: () => 0,
      memory: async () => ({ total: 1, available: 1 }),
      disk: async () => engine.disk,
    },
    proxy: { status: async () => ({ driver: 'nginx', generation: 0 }) },
  }
  return { ...at.system, ...part } as unknown as WorkerContext
}

function storageOf(engine: MemoryEngine): StoragePort {
  return {
    images: async () => [...engine.images],
    networks: async () => [...engine.networks],
    volumes: async () => [...engine.volumes],
    usage: async () => ({
      imagesBytes: engine.images.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0),
      ownBytes: new Map(),
      buildCacheBytes: engine.buildCacheBytes,
    }),
    async removeImage(id) {
      await engine.before(`image ${id}`)
      engine.calls.push(`image ${id}`)
      if (engine.containers.some(({ imageId }) => imageId === id)) return 'in-use'
      return taken(engine.images, image => image.id === id)
    },
    async removeNetwork(name) {
      engine.calls.push(`network ${name}`)
      return taken(engine.networks, network => network.name === name)
    },
    async pruneBuildCache(keepBytes) {
      engine.calls.push(`build-cache ${keepBytes}`)
      const freed = Math.max(0, engine.buildCacheBytes - keepBytes)
      engine.buildCacheBytes -= freed
      return freed
    },
  }
}

function leftoversOf(engine: MemoryEngine): LeftoversPort {
  return {
    list: async () => [...engine.leftovers],
    async remove(path) {
      engine.calls.push(`leftover ${path}`)
      taken(engine.leftovers, leftover => leftover.path === path)
    },
  }
}

function taken<T>(things: T[], is: (thing: T) => boolean): Removal {
  const at = things.findIndex(is)
  if (at < 0) return 'missing'
  things.splice(at, 1)
  return 'removed'
}
