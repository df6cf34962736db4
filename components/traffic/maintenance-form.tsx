'use client'

import { useState } from 'react'
import { SwitchField } from '@/components/app-settings/switch-field'
import { Field } from '@/components/feedback/field'
import { SettingForm } from '@/components/feedback/setting-form'
import { Input } from '@/components/ui/input'
import { Textarea } from '@/components/ui/textarea'
import type { TrafficFormProps } from './traffic-settings'
import { useSaveTraffic } from './use-save-traffic'
import { linesOf } from './values'

/** Closes the app for visitors while somebody works on it. */
export function MaintenanceForm({ appEnvironmentId, traffic: { maintenance } }: TrafficFormProps) {
  const [values, setValues] = useState(() => ({
    on: maintenance.on,
    message: maintenance.message,
    allow: maintenance.allow.join('\n'),
    retry: String(maintenance.retryAfterSeconds),
  }))
  const set = (change: Partial<typeof values>) => setValues(before => ({ ...before, ...change }))
  const { save, pending, error, fieldError } = useSaveTraffic(appEnvironmentId)
  const submit = async () => {
    const { on, message, retry } = values
    const allow = linesOf(values.allow)
    const said = on ? 'Maintenance is on.' : 'Maintenance is off.'
    await save({ maintenance: { on, message, allow, retryAfterSeconds: Number(retry) } }, said)
  }
  return (
    <SettingForm
      title="Maintenance"
      description="Visitors get a page with status 503. The app goes on running, and can be deployed behind it."
      note="Counts at once."
      onSubmit={submit}
      pending={pending}
      error={error}
      fields={['maintenance']}
    >
      <SwitchField label="Show the maintenance page" checked={values.on} onChange={on => set({ on })} />
      <div className="grid gap-4 sm:grid-cols-[minmax(0,1fr)_10rem]">
        <Field
          label="Message"
          error={fieldError('maintenance.message')}
          help="On the page. Empty: that it is being worked on and will be back."
        >
          {control => (
            <Input
              {...control}
              maxLength={500}
              value={values.message}
              onChange={event => set({ message: event.target.value })}
            />
          )}
        </Field>
        <Field
          label="Come back after"
          error={fieldError('maintenance.retryAfterSeconds')}
          help="In seconds, for crawlers and programs."
        >
          {control => (
            <Input
              {...control}
              type="number"
              min={1}
              max={604_800}
              required
              value={values.retry}
              onChange={event => set({ retry: event.target.value })}
            />
          )}
        </Field>
      </div>
      <Field
        label="Who gets in all the same"
        error={fieldError('maintenance.allow')}
        help="Addresses or ranges, one per line: 203.0.113.7 or 10.0.0.0/8. As the proxy sees them: behind another proxy that is the other proxy's address."
      >
        {control => (
          <Textarea
            {...control}
            rows={3}
            spellCheck={false}
            className="font-mono text-[0.8125rem]"
            value={values.allow}
            onChange={event => set({ allow: event.target.value })}
          />
        )}
      </Field>
    </SettingForm>
  )
}
