'use client'

import { useMemo, useState } from 'react'
import { CheckboxField } from '@/components/feedback/checkbox-field'
import { count } from '@/components/feedback/format'
import { Button } from '@/components/ui/button'
import { DialogClose, DialogFooter } from '@/components/ui/dialog'
import { parseDotenv } from '@/lib/core/variables/dotenv'
import { ChangeList } from './change-list'
import { type Change, editOf, planImport } from './changes'
import type { Edit, VariableRow } from './draft'
import { LineProblems } from './line-problems'

interface ImportPreviewProps {
  text: string
  rows: VariableRow[]
  onApply: (changes: [name: string, edit: Edit][]) => void
}

/** What is added, changed and removed, which are secret, and which lines could not be read. */
export function ImportPreview({ text, rows, onApply }: ImportPreviewProps) {
  const { entries, problems } = useMemo(() => parseDotenv(text), [text])
  const plan = useMemo(() => planImport(rows, entries), [rows, entries])
  const [removeMissing, setRemoveMissing] = useState(false)
  const [secrets, setSecrets] = useState<ReadonlyMap<string, boolean>>(new Map())
  const changes = useMemo(
    () =>
      [...plan.changes, ...(removeMissing ? plan.missing : [])].map(change => withSecret(change, secrets)),
    [plan, removeMissing, secrets],
  )
  const setSecret = (name: string, secret: boolean) => setSecrets(before => new Map(before).set(name, secret))
  return (
    <>
      <LineProblems problems={problems} />
      <p>{summaryOf(changes, plan.same)}</p>
      {changes.length > 0 && (
        <ChangeList
          label="Changes"
          changes={changes}
          control={change => change.after && <SecretBox change={change} onChange={setSecret} />}
        />
      )}
      {plan.missing.length > 0 && (
        <CheckboxField
          label={`Also remove ${count(plan.missing.length, 'variable')} that the file does not have`}
          checked={removeMissing}
          onChange={setRemoveMissing}
        />
      )}
      <DialogFooter>
        <DialogClose asChild>
          <Button>Cancel</Button>
        </DialogClose>
        <Button
          variant="primary"
          disabled={changes.length === 0}
          onClick={() => onApply(changes.map(change => [change.name, editOf(change)]))}
        >
          {changes.length === 0 ? 'Nothing to add' : `Add ${count(changes.length, 'change')} to the draft`}
        </Button>
      </DialogFooter>
    </>
  )
}

function SecretBox({
  change: { name, after },
  onChange,
}: {
  change: Change
  onChange: (name: string, secret: boolean) => void
}) {
  return (
    <CheckboxField
      label={
        <>
          Secret<span className="sr-only">: {name}</span>
        </>
      }
      checked={after?.secret ?? false}
      onChange={secret => onChange(name, secret)}
    />
  )
}

function withSecret(change: Change, secrets: ReadonlyMap<string, boolean>): Change {
  const secret = secrets.get(change.name)
  return change.after && secret !== undefined ? { ...change, after: { ...change.after, secret } } : change
}

function summaryOf(changes: Change[], same: number): string {
  const of = (kind: Change['kind']) => changes.filter(change => change.kind === kind).length
  const parts = [
    [of('added'), 'added'],
    [of('changed'), 'changed'],
    [of('removed'), 'removed'],
    [same, 'the same'],
  ] as const
  const text = parts
    .filter(([n]) => n > 0)
    .map(([n, word]) => `${n.toLocaleString('en')} ${word}`)
    .join(', ')
  return text ? `${text}.` : 'There is no variable in the text.'
}
