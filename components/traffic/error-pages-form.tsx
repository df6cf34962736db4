'use client'

import { useState } from 'react'
import { Field } from '@/components/feedback/field'
import { SettingForm } from '@/components/feedback/setting-form'
import { Textarea } from '@/components/ui/textarea'
import type { TrafficFormProps } from './traffic-settings'
import { useSaveTraffic } from './use-save-traffic'

const PAGES = [
  {
    name: 'maintenance',
    label: 'During maintenance',
    help: 'A whole HTML document, up to 64 kB.',
  },
  {
    name: 'down',
    label: 'When the app cannot answer',
    help: 'While it is stopped, started anew, refuses connections or takes too long. Pages that the app itself sends with an error stay as they are.',
  },
] as const

/** Pages in place of the proxy's own. */
export function ErrorPagesForm({ appEnvironmentId, traffic: { errorPages } }: TrafficFormProps) {
  const [values, setValues] = useState(() => ({
    down: errorPages.down ?? '',
    maintenance: errorPages.maintenance ?? '',
  }))
  const { save, pending, error, fieldError } = useSaveTraffic(appEnvironmentId)
  return (
    <SettingForm
      title="Pages of your own"
      description="Empty: the plain page of the proxy. {{status}} and {{request}} are replaced by the status and the number of the request."
      note="Counts at once. Style sheets and pictures must be inside the page, or come from elsewhere."
      onSubmit={async () => void (await save({ errorPages: values }, 'Pages saved.'))}
      pending={pending}
      error={error}
      fields={['errorPages']}
    >
      {PAGES.map(({ name, label, help }) => (
        <Field key={name} label={label} help={help} error={fieldError(`errorPages.${name}`)}>
          {control => (
            <Textarea
              {...control}
              rows={5}
              spellCheck={false}
              className="font-mono text-[0.8125rem]"
              placeholder="<!doctype html>"
              value={values[name]}
              onChange={event => setValues({ ...values, [name]: event.target.value })}
            />
          )}
        </Field>
      ))}
    </SettingForm>
  )
}
