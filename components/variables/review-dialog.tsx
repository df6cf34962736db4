'use client'

import { RotateCcw } from 'lucide-react'
import { count } from '@/components/feedback/format'
import { Button } from '@/components/ui/button'
import { Dialog, DialogClose, DialogContent, DialogFooter, DialogTrigger } from '@/components/ui/dialog'
import { ChangeList } from './change-list'
import { draftChanges } from './changes'
import type { VariableRow } from './draft'

/** The button "Review", and the dialog with all changes of the draft. */
export function ReviewDialog({ rows, onUndo }: { rows: VariableRow[]; onUndo: (name: string) => void }) {
  return (
    <Dialog>
      <DialogTrigger asChild>
        <Button size="sm">Review</Button>
      </DialogTrigger>
      <ReviewContent rows={rows} onUndo={onUndo} />
    </Dialog>
  )
}

function ReviewContent({ rows, onUndo }: { rows: VariableRow[]; onUndo: (name: string) => void }) {
  const changes = draftChanges(rows)
  return (
    <DialogContent
      title={count(changes.length, 'unsaved change')}
      description="They take effect when they are saved and deployed."
      className="max-w-2xl"
    >
      <ChangeList
        label="Unsaved changes"
        changes={changes}
        control={({ name }) => (
          <Button
            variant="ghost"
            size="icon-sm"
            aria-label={`Undo the change of ${name}`}
            title="Undo"
            onClick={() => onUndo(name)}
          >
            <RotateCcw aria-hidden />
          </Button>
        )}
      />
      <DialogFooter>
        <DialogClose asChild>
          <Button>Close</Button>
        </DialogClose>
      </DialogFooter>
    </DialogContent>
  )
}
