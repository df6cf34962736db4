'use client'

import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { toast } from 'sonner'
import { Field } from '@/components/feedback/field'
import { SettingForm } from '@/components/feedback/setting-form'
import { useOperation } from '@/components/feedback/use-operation'
import { Input } from '@/components/ui/input'
import type { CleanupPolicy } from '@/lib/core/cleanup/policy'

const FIELDS = [
  {
    name: 'keepReleases',
    label: 'Releases to keep',
    help: 'Newest ones of each app in each environment. The live one always stays.',
    min: 1,
    max: 200,
  },
  {
    name: 'buildCacheMb',
    label: 'Build cache',
    help: 'In MB. What was not used for longest goes first.',
    min: 1000,
    max: 10_000_000,
  },
  {
    name: 'diskAlarmPercent',
    label: 'Disk alarm',
    help: 'In percent of the disk: from here on Berth warns and cleans up.',
    min: 50,
    max: 99,
  },
] as const satisfies { name: keyof CleanupPolicy; [key: string]: unknown }[]

/** How much is kept on the server. */
export function PolicyForm({ policy }: { policy: CleanupPolicy }) {
  const router = useRouter()
  const [values, setValues] = useState(() =>
    Object.fromEntries(FIELDS.map(({ name }) => [name, String(policy[name])])),
  )
  const { run, pending, error, fieldError } = useOperation('cleanup.update-policy')
  const save = async () => {
    const input = Object.fromEntries(FIELDS.map(({ name }) => [name, Number(values[name])]))
    if (!(await run(input))) return
    toast('What cleanup keeps was saved.')
    router.refresh()
  }
  return (
    <SettingForm
      title="What to keep"
      note="Counts from the next cleanup on."
      onSubmit={save}
      pending={pending}
      error={error}
      fields={FIELDS.map(({ name }) => name)}
    >
      <div className="grid gap-4 sm:grid-cols-3">
        {FIELDS.map(({ name, label, help, min, max }) => (
          <Field key={name} label={label} help={help} error={fieldError(name)}>
            {control => (
              <Input
                {...control}
                type="number"
                required
                min={min}
                max={max}
                value={values[name]}
                onChange={event => setValues({ ...values, [name]: event.target.value })}
              />
            )}
          </Field>
        ))}
      </div>
    </SettingForm>
  )
}
