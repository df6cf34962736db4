import { count } from '@/components/feedback/format'
import type { CleanupItem, CleanupKind } from '@/lib/core/cleanup/plan'

const KINDS: Record<CleanupKind, [one: string, many: string]> = {
  image: ['image', 'images'],
  'build-record': ['record of a missing image', 'records of missing images'],
  'build-cache': ['build cache', 'build caches'],
  network: ['network', 'networks'],
  log: ['log', 'logs'],
  mirror: ['repository copy', 'repository copies'],
  leftover: ['temporary file', 'temporary files'],
  volume: ['volume', 'volumes'],
}

/** "Image", "Temporary file". */
export function kindName(kind: CleanupKind): string {
  const [one] = KINDS[kind]
  return one.charAt(0).toUpperCase() + one.slice(1)
}

/** "3 images, 12 logs and 1 network", in the order they come. */
export function countKinds(items: Pick<CleanupItem, 'kind'>[]): string {
  const kinds = [...new Set(items.map(({ kind }) => kind))]
  const parts = kinds.map(kind => count(items.filter(item => item.kind === kind).length, ...KINDS[kind]))
  const last = parts.pop() ?? 'nothing'
  return parts.length > 0 ? `${parts.join(', ')} and ${last}` : last
}
