'use client'

import { Field } from '@/components/feedback/field'
import { Input } from '@/components/ui/input'
import type { EnvironmentValues } from './environment-values'

interface LimitFieldsProps {
  values: EnvironmentValues
  set: (change: Partial<EnvironmentValues>) => void
  fieldError: (field: string) => string | null
}

/** Memory and processor of each instance. */
export function LimitFields({ values, set, fieldError }: LimitFieldsProps) {
  return (
    <div className="grid gap-4 sm:grid-cols-3">
      <Field label="Memory limit" error={fieldError('memoryMb')} help="In MB, for each instance.">
        {control => (
          <Input
            {...control}
            type="number"
            min={32}
            required
            value={values.memoryMb}
            onChange={event => set({ memoryMb: event.target.value })}
          />
        )}
      </Field>
      <Field label="CPU limit" error={fieldError('cpuMillis')} help="In processors: 0.5 is half of one.">
        {control => (
          <Input
            {...control}
            type="number"
            min={0.05}
            max={64}
            step="any"
            required
            value={values.cpus}
            onChange={event => set({ cpus: event.target.value })}
          />
        )}
      </Field>
    </div>
  )
}
