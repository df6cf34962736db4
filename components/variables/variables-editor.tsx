'use client'

import { KeyRound } from 'lucide-react'
import dynamic from 'next/dynamic'
import { type ReactNode, useState } from 'react'
import { EmptyState } from '@/components/feedback/empty-state'
import { useAddress } from '@/components/feedback/use-address'
import type { AppPlace } from '@/components/shell/paths'
import type { VariableSet } from '@/lib/operations/variables/schema'
import { AddVariable } from './add-variable'
import type { VariableRow } from './draft'
import { DraftBar } from './draft-bar'
import { RawEditor, type RawText } from './raw-editor'
import { type DraftState, useDraft } from './use-draft'
import { useIncomingText } from './use-incoming-text'
import { type Reveal, useReveal } from './use-reveal'
import { useSave } from './use-save'
import { type Editing, VariableTable } from './variable-table'
import { VariableToolbar, type View } from './variable-toolbar'

const ImportDialog = dynamic(() => import('./import-dialog').then(module => module.ImportDialog), {
  ssr: false,
})
const ConflictDialog = dynamic(() => import('./conflict-dialog').then(module => module.ConflictDialog), {
  ssr: false,
})

interface VariablesEditorProps {
  set: VariableSet
  /** Whether the reader may change them. */
  writable: boolean
  /** The app whose variables they are, when its release can be deployed with them. */
  deployTo: AppPlace | null
  /** Names with a remark: "Overrides shared". */
  remarks?: ReadonlyMap<string, string>
}

/** Edits a variable set: table, raw text, import, and a draft that is saved in one go. */
export function VariablesEditor({ set, writable, deployTo, remarks = NO_REMARKS }: VariablesEditorProps) {
  const draft = useDraft(set)
  const saving = useSave(draft, deployTo)
  const reveal = useReveal(set.id)
  const [address, setAddress] = useAddress()
  const [incoming, setIncoming] = useState<string | null>(null)
  const [typed, setTyped] = useState<RawText | null>(null)
  const raw = typed?.revision === draft.base.revision ? typed : null
  const unreadable = raw?.problems[0]
  const filter = address('filter')
  const view = address('view') === 'raw' ? 'raw' : 'table'
  const dragging = useIncomingText(writable, setIncoming)
  const showView = (next: View) => {
    setTyped(null)
    setAddress({ view: next === 'raw' ? 'raw' : '' })
  }
  return (
    <div className="grid gap-3">
      <VariableToolbar
        filter={filter}
        onFilter={text => setAddress({ filter: text })}
        view={view}
        onView={unreadable ? null : showView}
        showAll={reveal.showAll}
        onShowAll={reveal.setShowAll}
        onImport={writable ? () => setIncoming('') : null}
      />
      {view === 'raw' ? (
        <RawEditor draft={draft} writable={writable} raw={raw} onRaw={setTyped} />
      ) : (
        <TableView {...{ draft, reveal, remarks, filter, writable }} />
      )}
      <DraftBar
        draft={draft}
        saving={saving}
        deployable={deployTo !== null}
        blocked={unreadable ? `Line ${unreadable.line}: ${unreadable.sentence}` : null}
        onDiscard={() => setTyped(null)}
      />
      {incoming !== null && (
        <ImportDialog
          text={incoming}
          onText={setIncoming}
          rows={draft.rows}
          onApply={changes => {
            draft.change(changes)
            setIncoming(null)
            setTyped(null)
          }}
        />
      )}
      {saving.conflict && <ConflictDialog draft={draft} saving={saving} />}
      {dragging && <DropHere />}
    </div>
  )
}

const NO_REMARKS: ReadonlyMap<string, string> = new Map()

interface TableViewProps {
  draft: DraftState
  reveal: Reveal
  remarks: ReadonlyMap<string, string>
  filter: string
  writable: boolean
}

function TableView({ draft, reveal, remarks, filter, writable }: TableViewProps) {
  const [open, setOpen] = useState<string | null>(null)
  const editing: Editing = {
    name: open,
    open: setOpen,
    change: (name, edit) => draft.change([[name, edit]]),
    remove: name => draft.change([[name, null]]),
    undo: draft.undo,
  }
  const shown = matching(draft.rows, filter)
  return (
    <>
      {writable && (
        <AddVariable
          isTaken={name => draft.rows.some(row => row.name === name)}
          onAdd={(name, variable) => draft.change([[name, variable]])}
        />
      )}
      {draft.rows.length === 0 ? (
        <EmptyState icon={KeyRound} title="No variables yet">
          {writable
            ? 'Paste the content of a .env file anywhere on this page, drop the file, or add one above.'
            : 'Variables that are set here are given to the app when it starts.'}
        </EmptyState>
      ) : shown.length === 0 ? (
        <Note>No name contains “{filter}”.</Note>
      ) : (
        <VariableTable
          label="Variables"
          rows={shown}
          reveal={reveal}
          remarks={remarks}
          editing={writable ? editing : null}
        />
      )}
    </>
  )
}

function matching(rows: VariableRow[], filter: string): VariableRow[] {
  const wanted = filter.trim().toLowerCase()
  return wanted ? rows.filter(({ name }) => name.toLowerCase().includes(wanted)) : rows
}

function Note({ children }: { children: ReactNode }) {
  return <p className="rounded-lg border border-dashed px-4 py-8 text-center text-soft">{children}</p>
}

function DropHere() {
  return (
    <div className="pointer-events-none fixed inset-3 z-50 grid place-items-center rounded-lg border-2 border-accent border-dashed bg-accent-soft/80 font-medium">
      Drop the .env file to see what it changes
    </div>
  )
}
