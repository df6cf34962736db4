'use client'

import { useState } from 'react'
import { Field } from '@/components/feedback/field'
import { SettingForm } from '@/components/feedback/setting-form'
import { Input } from '@/components/ui/input'
import type { TrafficFormProps } from './traffic-settings'
import { useSaveTraffic } from './use-save-traffic'
import { numberOrNull, textOf } from './values'

const FIELDS = [
  {
    name: 'maxBodyMb',
    label: 'Largest upload',
    help: 'In MB. What is larger gets 413.',
    placeholder: 'Any size',
    max: 16_384,
  },
  {
    name: 'readTimeoutSeconds',
    label: 'Longest silence of the app',
    help: 'In seconds, then 504. Also of a websocket.',
    placeholder: '3600',
    max: 86_400,
  },
  {
    name: 'requestsPerSecond',
    label: 'Requests per second',
    help: 'From one address, then 429.',
    placeholder: 'Any number',
    max: 10_000,
  },
] as const

/** How much one visitor may ask for. */
export function LimitsForm({ appEnvironmentId, traffic: { limits } }: TrafficFormProps) {
  const [values, setValues] = useState(() => ({
    maxBodyMb: textOf(limits.maxBodyMb),
    readTimeoutSeconds: textOf(limits.readTimeoutSeconds),
    requestsPerSecond: textOf(limits.requestsPerSecond),
    burst: String(limits.burst),
  }))
  const set = (change: Partial<typeof values>) => setValues(before => ({ ...before, ...change }))
  const { save, pending, error, fieldError } = useSaveTraffic(appEnvironmentId)
  const submit = async () => {
    const { burst, ...others } = values
    const maxBodyMb = numberOrNull(others.maxBodyMb)
    const readTimeoutSeconds = numberOrNull(others.readTimeoutSeconds)
    const requestsPerSecond = numberOrNull(others.requestsPerSecond)
    const change = { maxBodyMb, readTimeoutSeconds, requestsPerSecond, burst: Number(burst) }
    await save({ limits: change }, 'Limits saved.')
  }
  return (
    <SettingForm
      title="Limits"
      description="What is left empty has no limit of its own."
      note="Counts at once, for new requests."
      onSubmit={submit}
      pending={pending}
      error={error}
      fields={['limits']}
    >
      <div className="grid gap-4 sm:grid-cols-2">
        {FIELDS.map(({ name, label, help, placeholder, max }) => (
          <Field key={name} label={label} help={help} error={fieldError(`limits.${name}`)}>
            {control => (
              <Input
                {...control}
                type="number"
                min={1}
                max={max}
                placeholder={placeholder}
                value={values[name]}
                onChange={event => set({ [name]: event.target.value })}
              />
            )}
          </Field>
        ))}
        <Field
          label="Let through at once"
          help="Requests beyond the rate, before any is refused."
          error={fieldError('limits.burst')}
        >
          {control => (
            <Input
              {...control}
              type="number"
              min={0}
              max={10_000}
              required
              value={values.burst}
              onChange={event => set({ burst: event.target.value })}
            />
          )}
        </Field>
      </div>
    </SettingForm>
  )
}
