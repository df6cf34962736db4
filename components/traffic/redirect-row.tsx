'use client'

import { Field } from '@/components/feedback/field'
import { Input } from '@/components/ui/input'
import { Select } from '@/components/ui/select'
import type { Traffic } from '@/lib/operations/traffic/schema'
import { RowFields } from './row-list'

type Redirect = Traffic['redirects']['paths'][number]

interface RedirectRowProps {
  row: Redirect
  name: string
  fieldError: (field: keyof Redirect) => string | null
  onChange: (part: Partial<Redirect>) => void
  onRemove: () => void
}

/** One path, and where it leads. */
export function RedirectRow({ row, name, fieldError, onChange, onRemove }: RedirectRowProps) {
  return (
    <RowFields name={name} onRemove={onRemove} className="sm:grid-cols-2">
      <Field label="From" error={fieldError('from')}>
        {control => (
          <Input
            {...control}
            required
            spellCheck={false}
            placeholder="/old"
            value={row.from}
            onChange={event => onChange({ from: event.target.value })}
          />
        )}
      </Field>
      <Field label="To" error={fieldError('to')}>
        {control => (
          <Input
            {...control}
            required
            spellCheck={false}
            placeholder="/new or https://example.com/new"
            value={row.to}
            onChange={event => onChange({ to: event.target.value })}
          />
        )}
      </Field>
      <Field label="For" error={fieldError('match')}>
        {control => (
          <Select
            {...control}
            value={row.match}
            onChange={event => onChange({ match: event.target.value as Redirect['match'] })}
          >
            <option value="exact">This path only</option>
            <option value="prefix">It and all below it</option>
          </Select>
        )}
      </Field>
      <Field label="Status" error={fieldError('status')}>
        {control => (
          <Select
            {...control}
            value={row.status}
            onChange={event => onChange({ status: Number(event.target.value) as Redirect['status'] })}
          >
            <option value={301}>301, for good</option>
            <option value={302}>302, for now</option>
            <option value={308}>308, for good, forms too</option>
            <option value={307}>307, for now, forms too</option>
          </Select>
        )}
      </Field>
    </RowFields>
  )
}
