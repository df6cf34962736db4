'use client'

import { Field } from '@/components/feedback/field'
import { Select } from '@/components/ui/select'
import type { Inspection } from '@/lib/operations/apps/schema'

interface BranchSelectProps {
  label: string
  branches: NonNullable<Inspection['branches']>
  value: string
  onChange: (branch: string) => void
  error?: string | null
  help?: string
}

/** One of the repository's branches; a saved one that is gone stays visible and says so. */
export function BranchSelect({ label, branches, value, onChange, error = null, help }: BranchSelectProps) {
  const gone = value !== '' && !branches.some(({ name }) => name === value)
  return (
    <Field label={label} error={gone ? `The repository has no branch ${value}.` : error} help={help}>
      {control => (
        <Select {...control} value={value} onChange={event => onChange(event.target.value)}>
          {value === '' && <option value="">Choose a branch</option>}
          {gone && <option value={value}>{value} (missing)</option>}
          {branches.map(({ name }) => (
            <option key={name} value={name}>
              {name}
            </option>
          ))}
        </Select>
      )}
    </Field>
  )
}
