import type { ImageFacts } from './facts'
import { planImages } from './images'
import type { CleanupItem, CleanupKind, CleanupPlan } from './plan'
import type { CleanupPolicy } from './policy'

interface Sized {
  name: string
  sizeBytes: number
}

/** Everything that is there, and what of it is known. Lists of things were read before the rows that know them. */
export interface CleanupFacts extends ImageFacts {
  policy: CleanupPolicy
  /** Builds whose row names an image that the engine does not have. */
  imageless: { id: string; name: string }[]
  /** null when it was not asked for. */
  buildCacheBytes: number | null
  networks: { name: string; environmentId: string | null }[]
  /** Environments there are: their ids, and the names of their networks. */
  environments: { ids: Set<string>; networks: Set<string> }
  /** Logs whose deployment or app environment is not there any more. */
  orphanLogs: Sized[]
  /** Mirrors whose app is not there any more. */
  orphanMirrors: Sized[]
  /** Temporary files and folders that a process left when it was killed. */
  leftovers: Sized[]
  /** Volumes of ours whose app environment is not there any more. */
  orphanVolumes: { name: string }[]
}

/** What may go, and what stays and why. */
export function planCleanup(facts: CleanupFacts): CleanupPlan {
  const images = planImages(facts)
  const remove = [
    ...images.remove,
    ...facts.imageless.map(({ id, name }) =>
      item('build-record', id, name, 0, 'Its image is not on the engine any more: rolling back will say so.'),
    ),
    ...expendableCache(facts),
    ...expendableNetworks(facts),
    ...ofDeleted('log', facts.orphanLogs, 'What it is the log of was deleted.'),
    ...ofDeleted('mirror', facts.orphanMirrors, 'Its app was deleted.'),
    ...ofDeleted('leftover', facts.leftovers, 'A process that was killed left it.'),
  ]
  const keptVolumes = facts.orphanVolumes.map(({ name }) =>
    item('volume', name, name, null, 'It may hold data: cleanup never removes a volume.'),
  )
  return { remove, keep: [...images.keep, ...keptVolumes] }
}

const item = (
  kind: CleanupKind,
  id: string,
  name: string,
  sizeBytes: number | null,
  reason: string,
): CleanupItem => ({ kind, id, name, sizeBytes, reason })

const ofDeleted = (kind: CleanupKind, things: Sized[], reason: string) =>
  things.map(({ name, sizeBytes }) => item(kind, name, name, sizeBytes, reason))

const MB = 1024 * 1024

function expendableCache({ buildCacheBytes, policy }: CleanupFacts): CleanupItem[] {
  const budget = policy.buildCacheMb * MB
  if (buildCacheBytes === null || buildCacheBytes <= budget) return []
  const reason = `The build cache is over its ${policy.buildCacheMb.toLocaleString('en')} MB; what was not used for longest goes.`
  return [item('build-cache', 'build-cache', 'Build cache', buildCacheBytes - budget, reason)]
}

/** A network of this name may have been made for an environment that was deleted, and serve its successor. */
function expendableNetworks({ networks, environments }: CleanupFacts): CleanupItem[] {
  return networks.flatMap(({ name, environmentId }) =>
    environmentId === null || environments.ids.has(environmentId) || environments.networks.has(name)
      ? []
      : [item('network', name, name, null, 'Its environment was deleted.')],
  )
}
