'use client'

import { useState } from 'react'
import { SwitchField } from '@/components/app-settings/switch-field'
import { Field } from '@/components/feedback/field'
import { SettingForm } from '@/components/feedback/setting-form'
import { Select } from '@/components/ui/select'
import type { Traffic } from '@/lib/operations/traffic/schema'
import { RedirectRow } from './redirect-row'
import { RowList } from './row-list'
import type { TrafficFormProps } from './traffic-settings'
import { useRows } from './use-rows'
import { useSaveTraffic } from './use-save-traffic'

const NEW_REDIRECT: Traffic['redirects']['paths'][number] = { from: '', to: '', match: 'exact', status: 301 }

/** Which addresses lead to others before the app is asked. */
export function RedirectsForm({ appEnvironmentId, traffic: { redirects } }: TrafficFormProps) {
  const [www, setWww] = useState(redirects.www)
  const [https, setHttps] = useState(redirects.https)
  const { rows, add, change, remove } = useRows(redirects.paths)
  const { save, pending, error, fieldError } = useSaveTraffic(appEnvironmentId)
  const submit = async () => {
    const paths = rows.map(({ key: _, ...redirect }) => redirect)
    await save({ redirects: { www, https, paths } }, 'Redirects saved.')
  }
  return (
    <SettingForm
      title="Redirects"
      description="The proxy answers these itself. Query strings are kept."
      note="Counts at once."
      onSubmit={submit}
      pending={pending}
      error={error}
      fields={['redirects']}
    >
      <Field
        label="www"
        error={fieldError('redirects.www')}
        help="Where the app has both names among its domains."
        className="max-w-sm"
      >
        {control => (
          <Select {...control} value={www} onChange={event => setWww(event.target.value as typeof www)}>
            <option value="none">Leave both as they are</option>
            <option value="remove">www.example.com leads to example.com</option>
            <option value="add">example.com leads to www.example.com</option>
          </Select>
        )}
      </Field>
      <div className="grid gap-1.5">
        <SwitchField label="Send http to https" checked={https} onChange={setHttps} />
        <p className="text-soft text-xs">
          {fieldError('redirects.https') ?? 'Where the proxy itself speaks TLS (BERTH_TLS_PORT).'}
        </p>
      </div>
      <RowList
        addLabel="Add redirect"
        onAdd={() => add(NEW_REDIRECT)}
        error={rows.length === 0 ? fieldError('redirects.paths') : null}
      >
        {rows.map((row, index) => (
          <RedirectRow
            key={row.key}
            row={row}
            name={`redirect ${index + 1}`}
            fieldError={field => fieldError(`redirects.paths.${index}.${field}`)}
            onChange={part => change(row.key, part)}
            onRemove={() => remove(row.key)}
          />
        ))}
      </RowList>
    </SettingForm>
  )
}
