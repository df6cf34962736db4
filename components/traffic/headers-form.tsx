'use client'

import { useState } from 'react'
import { SwitchField } from '@/components/app-settings/switch-field'
import { CheckboxField } from '@/components/feedback/checkbox-field'
import { Field } from '@/components/feedback/field'
import { SettingForm } from '@/components/feedback/setting-form'
import { Input } from '@/components/ui/input'
import { HstsFields, hstsOf, hstsValues } from './hsts-fields'
import { RowFields, RowList } from './row-list'
import type { TrafficFormProps } from './traffic-settings'
import { useRows } from './use-rows'
import { useSaveTraffic } from './use-save-traffic'

/** Headers that the proxy adds to the app's answers. */
export function HeadersForm({ appEnvironmentId, traffic: { headers } }: TrafficFormProps) {
  const [recommended, setRecommended] = useState(headers.preset === 'recommended')
  const [hsts, setHsts] = useState(() => hstsValues(headers.hsts))
  const { rows, add, change, remove } = useRows(headers.custom)
  const { save, pending, error, fieldError } = useSaveTraffic(appEnvironmentId)
  const submit = async () => {
    const custom = rows.map(({ key: _, ...header }) => header)
    const preset = recommended ? 'recommended' : 'none'
    await save({ headers: { preset, hsts: hstsOf(hsts), custom } }, 'Headers saved.')
  }
  return (
    <SettingForm
      title="Security headers"
      description="Added to what the app answers. A header that the app sends itself stays, unless said otherwise."
      note="Counts at once."
      onSubmit={submit}
      pending={pending}
      error={error}
      fields={['headers']}
    >
      <div className="grid gap-1.5">
        <SwitchField label="Recommended headers" checked={recommended} onChange={setRecommended} />
        <p className="text-soft text-xs">
          X-Content-Type-Options: nosniff, X-Frame-Options: SAMEORIGIN, Referrer-Policy:
          strict-origin-when-cross-origin.
        </p>
      </div>
      <HstsFields values={hsts} set={setHsts} error={fieldError('headers.hsts')} />
      <RowList
        addLabel="Add header"
        onAdd={() => add({ name: '', value: '', replace: false })}
        error={rows.length === 0 ? fieldError('headers.custom') : null}
      >
        {rows.map((row, index) => (
          <RowFields
            key={row.key}
            name={`header ${index + 1}`}
            onRemove={() => remove(row.key)}
            className="sm:grid-cols-[12rem_minmax(0,1fr)]"
          >
            <Field label="Header" error={fieldError(`headers.custom.${index}.name`)}>
              {control => (
                <Input
                  {...control}
                  required
                  maxLength={64}
                  spellCheck={false}
                  placeholder="Permissions-Policy"
                  value={row.name}
                  onChange={event => change(row.key, { name: event.target.value })}
                />
              )}
            </Field>
            <Field label="Value" error={fieldError(`headers.custom.${index}.value`)}>
              {control => (
                <Input
                  {...control}
                  required
                  maxLength={2000}
                  spellCheck={false}
                  value={row.value}
                  onChange={event => change(row.key, { value: event.target.value })}
                />
              )}
            </Field>
            <div className="sm:col-span-2">
              <CheckboxField
                label="Also when the app sends it"
                checked={row.replace}
                onChange={replace => change(row.key, { replace })}
              />
            </div>
          </RowFields>
        ))}
      </RowList>
    </SettingForm>
  )
}
