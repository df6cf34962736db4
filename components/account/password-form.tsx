'use client'

import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { toast } from 'sonner'
import { PasswordRules } from '@/components/auth/password-rules'
import { Field } from '@/components/feedback/field'
import { SettingForm } from '@/components/feedback/setting-form'
import { useOperation } from '@/components/feedback/use-operation'
import { Input } from '@/components/ui/input'

const EMPTY = { current: '', next: '' }

export function PasswordForm({ email }: { email: string }) {
  const router = useRouter()
  const [values, setValues] = useState(EMPTY)
  const { run, pending, error, fieldError } = useOperation('account.change-password')
  const save = async () => {
    if (!(await run(values))) return
    setValues(EMPTY)
    toast('The password was changed. Other sessions have ended.')
    router.refresh()
  }
  return (
    <SettingForm
      title="Password"
      note="All other sessions of yours end."
      onSubmit={save}
      pending={pending}
      error={error}
      fields={['current', 'next']}
    >
      <input type="hidden" name="username" autoComplete="username" value={email} readOnly />
      <Field label="Current password" error={fieldError('current')}>
        {control => (
          <Input
            {...control}
            type="password"
            autoComplete="current-password"
            required
            maxLength={200}
            value={values.current}
            onChange={event => setValues({ ...values, current: event.target.value })}
          />
        )}
      </Field>
      <Field label="New password" error={fieldError('next')} help={<PasswordRules password={values.next} />}>
        {control => (
          <Input
            {...control}
            type="password"
            autoComplete="new-password"
            required
            maxLength={200}
            value={values.next}
            onChange={event => setValues({ ...values, next: event.target.value })}
          />
        )}
      </Field>
    </SettingForm>
  )
}
