'use client'

import { Field } from '@/components/feedback/field'
import { BranchSelect } from '@/components/set-up/branch-select'
import { Input } from '@/components/ui/input'
import type { Inspection } from '@/lib/operations/apps/schema'

interface BranchFieldProps {
  /** Empty while unknown: then any name can be typed. */
  branches: NonNullable<Inspection['branches']>
  value: string
  onChange: (branch: string) => void
  error: string | null
}

export function BranchField({ branches, value, onChange, error }: BranchFieldProps) {
  if (branches.length > 0)
    return <BranchSelect label="Branch" branches={branches} value={value} onChange={onChange} error={error} />
  return (
    <Field label="Branch" error={error} help="The branches appear here once the repository has been read.">
      {control => (
        <Input
          {...control}
          maxLength={250}
          spellCheck={false}
          placeholder="main"
          value={value}
          onChange={event => onChange(event.target.value)}
        />
      )}
    </Field>
  )
}
