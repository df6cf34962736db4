'use client'

import dynamic from 'next/dynamic'
import { toast } from 'sonner'
import { count } from '@/components/feedback/format'
import { OperationError } from '@/components/feedback/operation-error'
import { SubmitButton } from '@/components/feedback/submit-button'
import { Button } from '@/components/ui/button'
import { NO_EDITS, rowProblem, type VariableRow } from './draft'
import type { DraftState } from './use-draft'
import type { Saving } from './use-save'

const ReviewDialog = dynamic(() => import('./review-dialog').then(module => module.ReviewDialog), {
  ssr: false,
})

interface DraftBarProps {
  draft: DraftState
  saving: Saving
  /** Whether a release is there that can be deployed with the saved variables. */
  deployable: boolean
  /** Why nothing can be saved now. */
  blocked: string | null
  onDiscard: () => void
}

/** Stays in view while there are unsaved changes. */
export function DraftBar({ draft, saving, deployable, blocked, onDiscard }: DraftBarProps) {
  const { edits, base, rows } = draft
  if (edits.size === 0) return null
  const problem = blocked ?? firstProblem(rows)
  const changes = count(edits.size, 'change')
  const discard = () => {
    draft.replace(base, NO_EDITS)
    onDiscard()
    toast(`Discarded ${changes}.`, {
      action: { label: 'Undo', onClick: () => draft.replace(base, edits) },
    })
  }
  const disabled = problem !== null || saving.pending !== null
  return (
    <section
      aria-label="Unsaved changes"
      className="sticky bottom-3 z-10 grid gap-2 rounded-lg border bg-raised p-3 shadow-lg"
    >
      <OperationError error={saving.error} />
      <div className="flex flex-wrap items-center gap-2">
        <p role="status" className="mr-auto">
          <span className="font-medium">{changes}</span>
          {problem && <span className="text-bad"> · {problem}</span>}
        </p>
        <ReviewDialog rows={rows} onUndo={draft.undo} />
        <Button size="sm" disabled={saving.pending !== null} onClick={discard}>
          Discard
        </Button>
        <SubmitButton
          type="button"
          size="sm"
          variant={deployable ? 'secondary' : 'primary'}
          pending={saving.pending === 'save'}
          disabled={disabled}
          onClick={() => saving.save(false)}
        >
          Save
        </SubmitButton>
        {deployable && (
          <SubmitButton
            type="button"
            size="sm"
            pending={saving.pending === 'deploy'}
            disabled={disabled}
            onClick={() => saving.save(true)}
          >
            Save and deploy
          </SubmitButton>
        )}
      </div>
    </section>
  )
}

function firstProblem(rows: VariableRow[]): string | null {
  for (const row of rows) {
    const problem = rowProblem(row)
    if (problem) return `${row.name}: ${problem}`
  }
  return null
}
