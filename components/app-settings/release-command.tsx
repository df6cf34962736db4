'use client'

import { CheckboxField } from '@/components/feedback/checkbox-field'
import { Field } from '@/components/feedback/field'
import { Input } from '@/components/ui/input'
import type { EnvironmentValues } from './environment-values'

interface ReleaseCommandProps {
  values: EnvironmentValues
  set: (change: Partial<EnvironmentValues>) => void
  /** undefined: not known yet. */
  detected: string | null | undefined
  error: string | null
}

export function ReleaseCommand({ values, set, detected, error }: ReleaseCommandProps) {
  return (
    <div className="grid gap-2">
      <Field
        label="Release command"
        error={error}
        help="Runs once before the new version starts, for example database migrations."
      >
        {control => (
          <Input
            {...control}
            maxLength={2000}
            spellCheck={false}
            className="font-mono text-[0.8125rem]"
            disabled={values.noReleaseCommand}
            placeholder={detected === undefined ? 'As detected' : (detected ?? 'None detected')}
            value={values.releaseCommand}
            onChange={event => set({ releaseCommand: event.target.value })}
          />
        )}
      </Field>
      <CheckboxField
        label="Run no release command"
        checked={values.noReleaseCommand}
        onChange={noReleaseCommand => set({ noReleaseCommand })}
      />
    </div>
  )
}
