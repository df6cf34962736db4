'use client'

import { useEffect, useMemo, useState, useSyncExternalStore } from 'react'
import { toast } from 'sonner'
import { count } from '@/components/feedback/format'
import type { Variable, VariableSet } from '@/lib/operations/variables/schema'
import { byName, type Edit, type Edits, edited, NO_EDITS, rowsOf, type VariableRow } from './draft'
import { readDraft, subscribeToDrafts, writeDraft } from './draft-store'

export interface DraftState {
  /** The set that the edits are made on. */
  base: VariableSet
  edits: Edits
  rows: VariableRow[]
  saved: ReadonlyMap<string, Variable>
  change: (changes: Iterable<readonly [name: string, edit: Edit]>) => void
  /** Takes back the edits of one variable. */
  undo: (name: string) => void
  /** Puts other edits, made on `base`, in place of these. */
  replace: (base: VariableSet, edits: Edits) => void
}

/** The draft of a variable set. Without edits it follows what is newest: what the page read, or what was saved last. */
export function useDraft(read: VariableSet): DraftState {
  const [newest, setNewest] = useState(read)
  if (read.revision > newest.revision) setNewest(read)
  const draft = useSyncExternalStore(
    subscribeToDrafts,
    () => readDraft(read.id),
    () => null,
  )
  const base = draft?.base ?? newest
  const edits = draft?.edits ?? NO_EDITS
  const saved = useMemo(() => byName(base.variables), [base])
  const rows = useMemo(() => rowsOf(base.variables, edits), [base, edits])
  useEffect(() => () => tellOfDraft(read.id), [read.id])
  return {
    base,
    edits,
    rows,
    saved,
    change: changes => writeDraft({ base, edits: edited(edits, saved, changes) }),
    undo: name => writeDraft({ base, edits: new Map([...edits].filter(([other]) => other !== name)) }),
    replace: (nextBase, nextEdits) => {
      setNewest(nextBase)
      writeDraft({ base: nextBase, edits: nextEdits })
    },
  }
}

/** On leaving the page. */
function tellOfDraft(variableSetId: string) {
  const size = readDraft(variableSetId)?.edits.size ?? 0
  if (size === 0) return
  toast.warning(`${count(size, 'change')} of variables not saved.`, {
    description: 'They are kept until you close or reload this tab. Go back to the page to save them.',
    duration: 10_000,
  })
}
