import type { CleanupItem } from './plan'

/** Under which an item's outcome is kept. In a file of its own: pages use it, and need no schemas for it. */
export const itemKey = ({ kind, id }: Pick<CleanupItem, 'kind' | 'id'>) => `${kind} ${id}`
