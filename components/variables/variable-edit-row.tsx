'use client'

import { type KeyboardEvent, useId, useState } from 'react'
import { CheckboxField } from '@/components/feedback/checkbox-field'
import { Button } from '@/components/ui/button'
import { TableCell, TableRow } from '@/components/ui/table'
import { rowProblem, type VariableRow } from './draft'
import { ValueInput } from './value-input'
import type { Editing, RowPlace } from './variable-table'

interface VariableEditRowProps {
  place: RowPlace
  row: VariableRow
  editing: Editing
}

/** A row while it is edited: what is typed is in the draft at once; Escape takes it back. */
export function VariableEditRow({ place, row, editing }: VariableEditRowProps) {
  const [before] = useState(row)
  const id = useId()
  const { name, value, secret, saved } = row
  const problem = rowProblem(row)
  const change = (next: { value: string | null; secret: boolean }) =>
    editing.change(name, { secret: next.secret, ...(next.value === null ? {} : { value: next.value }) })
  const done = () => editing.open(null)
  const cancel = () => {
    if (before.state === 'same') editing.undo(name)
    else change(before)
    done()
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape') cancel()
  }
  return (
    <TableRow {...place} className="bg-surface max-sm:block">
      <TableCell colSpan={4} className="max-sm:block" onKeyDown={onKeyDown}>
        <div className="grid gap-2 py-1">
          <label htmlFor={id} className="break-all font-mono text-xs">
            {name}
          </label>
          <ValueInput
            id={id}
            autoFocus
            value={value ?? ''}
            placeholder={saved?.secret && value === null ? 'Type a new value to replace the secret' : ''}
            invalid={problem !== null}
            onChange={text => change({ value: text, secret })}
            onDone={done}
          />
          {problem && (
            <p role="alert" className="text-bad text-xs">
              {problem}
            </p>
          )}
          <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
            <CheckboxField
              label="Secret: never shown again"
              checked={secret}
              onChange={checked => change({ value, secret: checked })}
            />
            <div className="ml-auto flex gap-2">
              <Button size="sm" onClick={cancel}>
                Cancel
              </Button>
              <Button size="sm" variant="primary" onClick={done}>
                Done
              </Button>
            </div>
          </div>
        </div>
      </TableCell>
    </TableRow>
  )
}
