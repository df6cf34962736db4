'use client'

import { Trash2 } from 'lucide-react'
import { CheckboxField } from '@/components/feedback/checkbox-field'
import { Field } from '@/components/feedback/field'
import { commandText } from '@/components/set-up/command-text'
import { Button } from '@/components/ui/button'
import { Input } from '@/components/ui/input'
import type { BuildPlan } from '@/lib/core/build/plan'
import type { AppEnvironment } from '@/lib/operations/app-environments/schema'
import { type ProcessRow, usualOf } from './process-values'

interface ProcessFieldsProps {
  row: ProcessRow
  plan: BuildPlan | null
  app: AppEnvironment
  fieldError: (field: string) => string | null
  onChange: (part: Partial<ProcessRow>) => void
  onRemove: () => void
}

/** One process type: its command, and below it how many and how big. */
export function ProcessFields({ row, plan, app, fieldError, onChange, onRemove }: ProcessFieldsProps) {
  const name = row.type || 'new process'
  const usual = usualOf(row, plan, app)
  const detected = plan?.processes[row.type]?.command
  return (
    <fieldset className="grid gap-3 rounded-md border p-3">
      <legend className="sr-only">{name}</legend>
      <div className="grid grid-cols-[minmax(0,1fr)_2rem] gap-2 sm:grid-cols-[8rem_minmax(0,1fr)_2rem]">
        <Input
          aria-label="Process type"
          required
          readOnly={row.detected}
          placeholder="worker"
          pattern="[a-z][a-z0-9\-]{0,30}"
          title="Lower-case letters, digits and dashes"
          className="max-sm:col-span-2"
          value={row.type}
          onChange={event => onChange({ type: event.target.value })}
        />
        <Input
          aria-label={`Command of ${name}`}
          required={!row.detected}
          maxLength={2000}
          spellCheck={false}
          className="font-mono text-[0.8125rem]"
          placeholder={detected === undefined ? 'As detected' : commandText(detected)}
          value={row.command}
          onChange={event => onChange({ command: event.target.value })}
        />
        {!row.detected && (
          <Button variant="ghost" size="icon" aria-label={`Remove ${name}`} onClick={onRemove}>
            <Trash2 aria-hidden />
          </Button>
        )}
      </div>
      <Numbers row={row} name={name} usual={usual} fieldError={fieldError} onChange={onChange} />
      {row.type !== 'web' && (
        <CheckboxField
          label={
            <>
              Never two at once<span className="sr-only"> of {name}</span>
            </>
          }
          checked={row.singleton ?? usual.singleton}
          onChange={checked => onChange({ singleton: checked === usual.singleton ? null : checked })}
        />
      )}
    </fieldset>
  )
}

const NUMBERS = [
  { key: 'count', field: 'count', label: 'Instances', min: 0, max: 20, step: 1 },
  { key: 'memoryMb', field: 'memoryMb', label: 'Memory, MB', min: 32, max: 1_048_576, step: 1 },
  { key: 'cpus', field: 'cpuMillis', label: 'CPUs', min: 0.05, max: 64, step: 'any' },
  { key: 'stopSeconds', field: 'stopSeconds', label: 'Time to end, s', min: 1, max: 600, step: 1 },
] as const

interface NumbersProps extends Pick<ProcessFieldsProps, 'row' | 'fieldError' | 'onChange'> {
  name: string
  usual: ReturnType<typeof usualOf>
}

/** What is left empty is as the placeholder says. */
function Numbers({ row, name, usual, fieldError, onChange }: NumbersProps) {
  const placeholders = { ...usual, count: '1' }
  return (
    <div className="grid grid-cols-2 gap-2 sm:grid-cols-4">
      {NUMBERS.map(({ key, field, label, ...range }) => (
        <Field
          key={key}
          label={
            <>
              {label}
              <span className="sr-only"> of {name}</span>
            </>
          }
          error={fieldError(`processes.${row.type}.${field}`)}
        >
          {control => (
            <Input
              {...control}
              {...range}
              type="number"
              placeholder={placeholders[key]}
              value={row[key]}
              onChange={event => onChange({ [key]: event.target.value })}
            />
          )}
        </Field>
      ))}
    </div>
  )
}
