'use client'

import { Copy } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { SubmitButton } from '@/components/feedback/submit-button'
import { useAction } from '@/components/feedback/use-action'
import { type AppPlace, appPath } from '@/components/shell/paths'
import { byName, edited, NO_EDITS } from '@/components/variables/draft'
import { readDraft, writeDraft } from '@/components/variables/draft-store'
import { call } from '@/lib/api/client'
import type { VariableDifferences } from '@/lib/operations/promotions/schema'

interface CopyMissingProps {
  /** The target's. */
  variableSetId: string
  missing: VariableDifferences['missing']
  place: AppPlace
}

/**
 * Puts the missing variables into the draft of the target's, readable ones with their value and secrets without, and
 * opens the editor. Nothing is saved until the reader does so there.
 */
export function CopyMissing({ variableSetId, missing, place }: CopyMissingProps) {
  const router = useRouter()
  const { act, pending } = useAction()
  const copy = () =>
    act(async () => {
      const draft = readDraft(variableSetId)
      const base = draft?.base ?? (await call('variables.list', { variableSetId }))
      const edits = draft?.edits ?? NO_EDITS
      const changes = missing
        .filter(({ name }) => !edits.has(name))
        .map(({ name, secret, value }) => [name, value === null ? { secret } : { secret, value }] as const)
      writeDraft({ base, edits: edited(edits, byName(base.variables), changes) })
      router.push(`${appPath(place)}/variables`)
    })
  return (
    <SubmitButton type="button" size="sm" variant="secondary" pending={pending} onClick={copy}>
      {!pending && <Copy aria-hidden />}
      Copy missing names
    </SubmitButton>
  )
}
