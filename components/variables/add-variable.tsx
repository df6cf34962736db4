'use client'

import { Plus } from 'lucide-react'
import { type FormEvent, useRef, useState } from 'react'
import { CheckboxField } from '@/components/feedback/checkbox-field'
import { Field } from '@/components/feedback/field'
import { Button } from '@/components/ui/button'
import { Input } from '@/components/ui/input'
import { nameProblem, valueProblem } from '@/lib/core/variables/limits'
import { looksSecret } from '@/lib/core/variables/looks-secret'
import { PASTE_HERE } from './use-incoming-text'
import { ValueInput } from './value-input'

interface AddVariableProps {
  isTaken: (name: string) => boolean
  onAdd: (name: string, variable: { value: string; secret: boolean }) => void
}

/** One more variable for the draft. */
export function AddVariable({ isTaken, onAdd }: AddVariableProps) {
  const [name, setName] = useState('')
  const [value, setValue] = useState('')
  /** null: as the name suggests. */
  const [chosenSecret, setChosenSecret] = useState<boolean | null>(null)
  const [tried, setTried] = useState(false)
  const nameField = useRef<HTMLInputElement>(null)
  const secret = chosenSecret ?? looksSecret(name, value)
  const problems = { name: problemOfName(name, isTaken), value: valueProblem(value) }
  const add = () => {
    setTried(true)
    if (problems.name || problems.value) return
    onAdd(name, { value, secret })
    setName('')
    setValue('')
    setChosenSecret(null)
    setTried(false)
    nameField.current?.focus()
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    add()
  }
  return (
    <form
      onSubmit={submit}
      className="grid items-start gap-3 rounded-lg border bg-surface p-3 sm:grid-cols-[minmax(0,2fr)_minmax(0,3fr)]"
      aria-label="Add a variable"
    >
      <Field label="Name" error={tried ? problems.name : null}>
        {control => (
          <Input
            {...control}
            {...PASTE_HERE}
            ref={nameField}
            className="font-mono text-xs"
            placeholder="NAME, or paste a whole .env"
            spellCheck={false}
            autoComplete="off"
            autoCapitalize="off"
            value={name}
            onChange={event => setName(event.target.value.trim())}
          />
        )}
      </Field>
      <Field label="Value" error={tried && problems.value ? `The value ${problems.value}.` : null}>
        {control => (
          <ValueInput
            id={control.id}
            describedBy={control['aria-describedby']}
            invalid={control['aria-invalid'] ?? false}
            value={value}
            onChange={setValue}
            onDone={add}
          />
        )}
      </Field>
      <div className="flex flex-wrap items-center justify-between gap-2 sm:col-span-2">
        <CheckboxField label="Secret: never shown again" checked={secret} onChange={setChosenSecret} />
        <Button type="submit" size="sm">
          <Plus aria-hidden />
          Add
        </Button>
      </div>
    </form>
  )
}

function problemOfName(name: string, isTaken: (name: string) => boolean): string | null {
  if (name === '') return 'Enter a name.'
  if (isTaken(name)) return `${name} is there already: edit its row.`
  const problem = nameProblem(name)
  return problem === null ? null : `The name ${problem}.`
}
