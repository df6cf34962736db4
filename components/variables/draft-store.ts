import type { VariableSet } from '@/lib/operations/variables/schema'
import type { Edits } from './draft'

/** Edits that are not saved, with the set that they were made on. */
export interface Draft {
  base: VariableSet
  edits: Edits
}

/**
 * Drafts by variable set, kept while the tab is open: going to another page of the panel and back loses none. Only in
 * memory, because they hold secrets. The browser asks before the tab is closed or reloaded.
 */
const drafts = new Map<string, Draft>()
const listeners = new Set<() => void>()

const askFirst = (event: BeforeUnloadEvent) => event.preventDefault()

export const readDraft = (variableSetId: string): Draft | null => drafts.get(variableSetId) ?? null

export function writeDraft(draft: Draft): void {
  if (draft.edits.size > 0) drafts.set(draft.base.id, draft)
  else drafts.delete(draft.base.id)
  if (drafts.size > 0) window.addEventListener('beforeunload', askFirst)
  else window.removeEventListener('beforeunload', askFirst)
  for (const listener of listeners) listener()
}

export function subscribeToDrafts(listener: () => void): () => void {
  listeners.add(listener)
  return () => {
    listeners.delete(listener)
  }
}
