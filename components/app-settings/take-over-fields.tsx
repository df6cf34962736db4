'use client'

import { Field } from '@/components/feedback/field'
import { Input } from '@/components/ui/input'
import { Select } from '@/components/ui/select'
import type { EnvironmentValues } from './environment-values'
import { SwitchField } from './switch-field'

interface TakeOverFieldsProps {
  values: EnvironmentValues
  set: (change: Partial<EnvironmentValues>) => void
  fieldError: (field: string) => string | null
}

const LIMITS = [
  {
    field: 'deployTimeoutMinutes',
    label: 'Longest deployment',
    help: 'In minutes, without waiting for approval.',
  },
  { field: 'buildTimeoutMinutes', label: 'Longest build', help: 'In minutes.' },
  { field: 'buildIdleMinutes', label: 'Longest silence of a build', help: 'In minutes without a line.' },
] as const

/** How a new version takes over from the old one, and how long a deployment may take. */
export function TakeOverFields({ values, set, fieldError }: TakeOverFieldsProps) {
  return (
    <>
      <div className="grid gap-4 sm:grid-cols-2">
        <Field
          label="Takes over"
          error={fieldError('strategy')}
          help="Each deployment says why when it does not go the usual way."
        >
          {control => (
            <Select
              {...control}
              value={values.strategy}
              onChange={event => set({ strategy: event.target.value as EnvironmentValues['strategy'] })}
            >
              <option value="AUTO">Automatic: without interruption where it fits</option>
              <option value="BLUE_GREEN">All at once, beside the old version</option>
              <option value="ROLLING">One instance after the other</option>
              <option value="RECREATE">After the old version has stopped</option>
            </Select>
          )}
        </Field>
        <Field
          label="Watch after the switch"
          error={fieldError('soakSeconds')}
          help="In seconds, 0 to 60. What fails meanwhile is rolled back."
        >
          {control => (
            <Input
              {...control}
              type="number"
              min={0}
              max={60}
              required
              value={values.soakSeconds}
              onChange={event => set({ soakSeconds: event.target.value })}
            />
          )}
        </Field>
      </div>
      <SwitchField
        label="Ask for approval before a new version takes over"
        checked={values.requireApproval}
        onChange={requireApproval => set({ requireApproval })}
      />
      <div className="grid gap-4 sm:grid-cols-3">
        {LIMITS.map(({ field, label, help }) => (
          <Field key={field} label={label} help={help} error={fieldError(field)}>
            {control => (
              <Input
                {...control}
                type="number"
                min={1}
                required
                value={values[field]}
                onChange={event => set({ [field]: event.target.value })}
              />
            )}
          </Field>
        ))}
      </div>
    </>
  )
}
