'use client'

import { SwitchField } from '@/components/app-settings/switch-field'
import { CheckboxField } from '@/components/feedback/checkbox-field'
import { Field } from '@/components/feedback/field'
import { Input } from '@/components/ui/input'
import type { Traffic } from '@/lib/operations/traffic/schema'

type Hsts = Traffic['headers']['hsts']

export interface HstsValues {
  on: boolean
  days: string
  includeSubdomains: boolean
  preload: boolean
}

const DAY_SECONDS = 86_400

export const hstsValues = (hsts: Hsts): HstsValues => ({
  on: hsts !== null,
  days: String((hsts?.maxAgeSeconds ?? 365 * DAY_SECONDS) / DAY_SECONDS),
  includeSubdomains: hsts?.includeSubdomains ?? false,
  preload: hsts?.preload ?? false,
})

export const hstsOf = ({ on, days, ...others }: HstsValues): Hsts =>
  on ? { maxAgeSeconds: Math.round(Number(days) * DAY_SECONDS), ...others } : null

interface HstsFieldsProps {
  values: HstsValues
  set: (values: HstsValues) => void
  error: string | null
}

/** Strict-Transport-Security: browsers come back over https only. */
export function HstsFields({ values, set, error }: HstsFieldsProps) {
  const change = (part: Partial<HstsValues>) => set({ ...values, ...part })
  return (
    <div className="grid gap-3">
      <SwitchField
        label="Browsers use https only (HSTS)"
        checked={values.on}
        onChange={on => change({ on })}
      />
      {values.on && (
        <>
          <Field
            label="For how long"
            error={error}
            help="In days. Browsers keep it: it cannot be taken back before. Sent over https only."
          >
            {control => (
              <Input
                {...control}
                className="max-w-40"
                type="number"
                min={0}
                max={730}
                step="any"
                required
                value={values.days}
                onChange={event => change({ days: event.target.value })}
              />
            )}
          </Field>
          <CheckboxField
            label="Subdomains as well"
            checked={values.includeSubdomains}
            onChange={includeSubdomains => change({ includeSubdomains })}
          />
          <CheckboxField
            label="Allow browsers to know it beforehand (preload)"
            checked={values.preload}
            onChange={preload => change({ preload })}
          />
        </>
      )}
    </div>
  )
}
