'use client'

import { Field } from '@/components/feedback/field'
import { Textarea } from '@/components/ui/textarea'
import { type DotenvProblem, parseDotenv } from '@/lib/core/variables/dotenv'
import { editOf, KEPT, planImport, textOf } from './changes'
import { LineProblems } from './line-problems'
import type { DraftState } from './use-draft'

/** What was typed, for the revision it was typed on. */
export interface RawText {
  text: string
  problems: readonly DotenvProblem[]
  revision: number
}

interface RawEditorProps {
  draft: DraftState
  writable: boolean
  /** null: nothing was typed, the text is the draft's. */
  raw: RawText | null
  onRaw: (raw: RawText) => void
}

/** All variables as the text of a `.env` file. What is typed is in the draft at once, but for lines that cannot be read. */
export function RawEditor({ draft, writable, raw, onRaw }: RawEditorProps) {
  const type = (text: string) => {
    const { entries, problems } = parseDotenv(text)
    const { changes, missing } = planImport(draft.rows, entries)
    draft.change([...changes, ...missing].map(change => [change.name, editOf(change)]))
    onRaw({ text, problems, revision: draft.base.revision })
  }
  return (
    <div className="grid gap-3">
      <Field
        label="Variables as .env"
        help={`${KEPT} stands for a secret${writable ? '; leave it, and the secret stays as it is' : ''}.`}
      >
        {control => (
          <Textarea
            {...control}
            className="h-[50dvh] min-h-60 font-mono text-xs leading-5"
            spellCheck={false}
            autoComplete="off"
            autoCapitalize="off"
            readOnly={!writable}
            value={raw?.text ?? textOf(draft.rows)}
            onChange={event => type(event.target.value)}
          />
        )}
      </Field>
      <LineProblems problems={raw?.problems ?? []} />
    </div>
  )
}
