import type { ImageInspectInfo } from 'dockerode'
import { type EngineClient, engineClient, unless } from '@/lib/adapters/engine/client'
import { LABEL } from '@/lib/core/run/names'
import type { Removal, StoragePort, StoredImage } from '@/lib/ports/storage'
import { imagePath } from './paths'
import { engineUsage } from './usage'

/** Removing a cache of hundreds of gigabytes takes its time. */
const PRUNE_MS = 30 * 60_000

/** What Berth keeps on the engine at `dockerHost` (as in DOCKER_HOST): only what is labelled with `namespace`. */
export function storageAdapter({
  dockerHost,
  namespace,
}: {
  dockerHost: string
  namespace: string
}): StoragePort {
  const engine = engineClient(dockerHost)
  const filters = JSON.stringify({ label: [`${LABEL.namespace}=${namespace}`] })
  return {
    images: async () =>
      (await engine.json<ImageRow[]>({ method: 'GET', path: '/images/json', query: { filters } })).map(
        storedImage,
      ),
    async networks() {
      const found = await engine.json<Labelled[]>({ method: 'GET', path: '/networks', query: { filters } })
      return found.map(({ Name, Labels }) => ({
        name: Name,
        environmentId: Labels?.[LABEL.environment] ?? null,
      }))
    },
    async volumes() {
      const request = { method: 'GET', path: '/volumes', query: { filters } } as const
      const { Volumes } = await engine.json<{ Volumes: Labelled[] | null }>(request)
      return (Volumes ?? []).map(({ Name, Labels }) => ({
        name: Name,
        appEnvironmentId: Labels?.[LABEL.appEnvironment] ?? null,
      }))
    },
    usage: () => engineUsage(engine),
    removeImage: id => removeImage(engine, namespace, id),
    removeNetwork: name => removeNetwork(engine, filters, name),
    async pruneBuildCache(keepBytes) {
      // Engine 28 calls it reserved-space; older ones do not know that name.
      const query = { 'keep-storage': keepBytes, 'reserved-space': keepBytes }
      const request = { method: 'POST', path: '/build/prune', query, timeoutMs: PRUNE_MS } as const
      return (await engine.json<{ SpaceReclaimed?: number }>(request)).SpaceReclaimed ?? 0
    },
  }
}

interface Labelled {
  Id?: string
  Name: string
  Labels: Record<string, string> | null
}

interface ImageRow {
  Id: string
  RepoTags: string[] | null
  Labels: Record<string, string> | null
  Size: number
}

const namesOf = (tags: string[] | null | undefined) => (tags ?? []).filter(tag => tag !== '<none>:<none>')

const storedImage = ({ Id, RepoTags, Labels, Size }: ImageRow): StoredImage => ({
  id: Id,
  tags: namesOf(RepoTags),
  appId: Labels?.[LABEL.app] ?? null,
  sizeBytes: Size,
})

/** The engine refuses to remove by its id what has several names, so each name is removed, the image with the last. */
async function removeImage(engine: EngineClient, namespace: string, id: string): Promise<Removal> {
  const inspect = () =>
    unless([404], null, engine.json<ImageInspectInfo>({ method: 'GET', path: `${imagePath(id)}/json` }))
  const image = await inspect()
  if (!image) return 'missing'
  if (image.Config?.Labels?.[LABEL.namespace] !== namespace)
    throw new Error(`The image ${id} is not of this installation.`)
  const tags = namesOf(image.RepoTags)
  if (tags.some(tag => !tag.startsWith(`${namespace}/`))) return 'in-use'
  for (const reference of tags.length > 0 ? tags : [id]) {
    // 404: it is gone. 409: a container is made from it.
    await unless([404, 409], undefined, engine.json({ method: 'DELETE', path: imagePath(reference) }))
  }
  return (await inspect()) ? 'in-use' : 'removed'
}

/** 404: it is gone. 403: containers are in it. */
async function removeNetwork(engine: EngineClient, filters: string, name: string): Promise<Removal> {
  const ours = await engine.json<Labelled[]>({ method: 'GET', path: '/networks', query: { filters } })
  const found = ours.filter(({ Name }) => Name === name)
  if (found.length === 0) return 'missing'
  for (const { Id } of found) {
    const request = { method: 'DELETE', path: `/networks/${Id}` } as const
    const refused = await unless(
      [403],
      'in-use' as const,
      unless([404], undefined, engine.json<void>(request)),
    )
    if (refused) return refused
  }
  return 'removed'
}
