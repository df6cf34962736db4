import { setTimeout as sleep } from 'node:timers/promises'
import { type EngineClient, EngineRefused } from '@/lib/adapters/engine/client'
import type { EngineUsage } from '@/lib/ports/storage'

interface ImageUse {
  Id: string
  Size: number
  SharedSize: number
}
interface CacheUse {
  Size: number
  Shared: boolean
}
/** Until engine 28 the lists stand by themselves, from 29 on below a summary. */
interface UsageAnswer {
  LayersSize?: number
  Images?: ImageUse[] | null
  BuildCache?: CacheUse[] | null
  ImageUsage?: { TotalSize?: number; Items?: ImageUse[] | null }
  BuildCacheUsage?: { TotalSize?: number }
}

const TIMEOUT_MS = 10 * 60_000
const TRIES = 4
const WAIT_MS = 1000

/** See `StoragePort.usage`. Engines before 23 do not know `type` and tell everything, containers and volumes too. */
export async function engineUsage(engine: EngineClient): Promise<EngineUsage> {
  const first = await asked(engine, 'image')
  const second = first.BuildCache ? first : await asked(engine, 'build-cache')
  const images = first.Images ?? first.ImageUsage?.Items ?? []
  // Shared entries are layers of images, counted there.
  const cached = second.BuildCache?.filter(({ Shared }) => !Shared).reduce((sum, { Size }) => sum + Size, 0)
  return {
    imagesBytes: first.LayersSize ?? first.ImageUsage?.TotalSize ?? 0,
    ownBytes: new Map(
      images.flatMap(({ Id, Size, SharedSize }) => (SharedSize >= 0 ? [[Id, Size - SharedSize]] : [])),
    ),
    buildCacheBytes: cached ?? second.BuildCacheUsage?.TotalSize ?? 0,
  }
}

/** Right after a build the containerd store may answer 404 for a snapshot that is just going. */
async function asked(engine: EngineClient, type: 'image' | 'build-cache'): Promise<UsageAnswer> {
  const request = { method: 'GET', path: '/system/df', query: { type }, timeoutMs: TIMEOUT_MS } as const
  for (let tries = 1; ; tries++) {
    try {
      return await engine.json<UsageAnswer>(request)
    } catch (error) {
      if (!(error instanceof EngineRefused && error.status === 404) || tries === TRIES) throw error
      await sleep(WAIT_MS)
    }
  }
}
