'use client'

import { type ReactNode, useState } from 'react'
import { count } from '@/components/feedback/format'
import { SubmitButton } from '@/components/feedback/submit-button'
import { Button } from '@/components/ui/button'
import { Dialog, DialogClose, DialogContent, DialogFooter } from '@/components/ui/dialog'
import { type Clash, compareSides, rebased } from './conflict'
import type { Edit, VariableRow } from './draft'
import { ShownValue } from './shown-value'
import type { DraftState } from './use-draft'
import type { Conflict, Saving } from './use-save'

const NAMES_SHOWN = 10

interface ConflictDialogProps {
  draft: DraftState
  saving: Saving
}

/** After somebody else saved: both sides of what clashes, to choose from. The rest of both is kept. */
export function ConflictDialog({ draft, saving }: ConflictDialogProps) {
  const { conflict, leaveConflict } = saving
  return (
    <Dialog open={conflict !== null} onOpenChange={open => open || leaveConflict()}>
      {conflict && <ConflictContent key={conflict.theirs.revision} {...{ draft, saving, conflict }} />}
    </Dialog>
  )
}

function ConflictContent({ draft, saving, conflict }: ConflictDialogProps & { conflict: Conflict }) {
  const { theirs, deploy } = conflict
  const { theirNames, clashes } = compareSides(draft.base.variables, theirs.variables, draft.edits)
  /** Names for which the other side is taken. */
  const [taken, setTaken] = useState<ReadonlySet<string>>(new Set())
  const choose = (name: string, other: boolean) =>
    setTaken(before => new Set(other ? [...before, name] : [...before].filter(one => one !== name)))
  const edits = rebased(draft.edits, theirs.variables, taken)
  const others = theirNames.filter(name => !clashes.some(clash => clash.name === name))
  const go = () => {
    draft.replace(theirs, edits)
    saving.leaveConflict()
    if (edits.size > 0) void saving.save(deploy, { base: theirs, edits })
  }
  return (
    <DialogContent
      title="Somebody else saved these variables"
      description={
        clashes.length === 0
          ? 'They changed other variables than you. Both sides can be kept.'
          : `Choose which side counts for ${count(clashes.length, 'variable')} that you both changed.`
      }
      className="max-w-2xl"
    >
      {clashes.length > 0 && (
        <div className="grid max-h-[45dvh] gap-3 overflow-y-auto">
          {clashes.map(clash => (
            <ClashChoice
              key={clash.name}
              clash={clash}
              row={draft.rows.find(({ name }) => name === clash.name)}
              theirs={taken.has(clash.name)}
              onChoose={other => choose(clash.name, other)}
            />
          ))}
        </div>
      )}
      {others.length > 0 && (
        <p className="break-words text-soft">
          Kept as they saved it: <span className="font-mono text-xs">{listed(others)}</span>
        </p>
      )}
      <DialogFooter>
        <DialogClose asChild>
          <Button>Back to my draft</Button>
        </DialogClose>
        <SubmitButton type="button" pending={saving.pending !== null} onClick={go}>
          {edits.size === 0 ? 'Take what they saved' : deploy ? 'Save and deploy' : 'Save'}
        </SubmitButton>
      </DialogFooter>
    </DialogContent>
  )
}

interface ClashChoiceProps {
  clash: Clash
  row: VariableRow | undefined
  theirs: boolean
  onChoose: (theirs: boolean) => void
}

function ClashChoice({ clash, row, theirs, onChoose }: ClashChoiceProps) {
  return (
    <fieldset className="min-w-0 rounded-md border px-3 pt-1 pb-2">
      <legend className="max-w-full break-all px-1 font-mono text-xs">{clash.name}</legend>
      <Option name={clash.name} label="Yours" checked={!theirs} onChoose={() => onChoose(false)}>
        <Mine edit={clash.mine} row={row} />
      </Option>
      <Option name={clash.name} label="Theirs" checked={theirs} onChoose={() => onChoose(true)}>
        {clash.theirs ? <Shown side={clash.theirs} /> : 'Removed'}
      </Option>
    </fieldset>
  )
}

function Mine({ edit, row }: { edit: Edit; row: VariableRow | undefined }) {
  return edit === null || !row ? 'Removed' : <Shown side={row} />
}

function Shown({ side }: { side: { value: string | null; secret: boolean } }) {
  return (
    <>
      <ShownValue side={side} />
      {side.secret && <span className="shrink-0 text-soft text-xs">secret</span>}
    </>
  )
}

interface OptionProps {
  name: string
  label: string
  checked: boolean
  onChoose: () => void
  children: ReactNode
}

function Option({ name, label, checked, onChoose, children }: OptionProps) {
  return (
    <label className="flex cursor-pointer items-center gap-2 py-1">
      <input
        type="radio"
        name={`side-${name}`}
        checked={checked}
        onChange={onChoose}
        className="size-4 shrink-0 accent-accent"
      />
      <span className="w-14 shrink-0 font-medium">{label}</span>
      <span className="flex min-w-0 items-center gap-2">{children}</span>
    </label>
  )
}

function listed(names: string[]): string {
  const more = names.length - NAMES_SHOWN
  return `${names.slice(0, NAMES_SHOWN).join(', ')}${more > 0 ? ` and ${more} more` : ''}`
}
