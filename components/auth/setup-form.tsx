'use client'

import { type FormEvent, useState } from 'react'
import { Field } from '@/components/feedback/field'
import { OperationError } from '@/components/feedback/operation-error'
import { SubmitButton } from '@/components/feedback/submit-button'
import { useOperation } from '@/components/feedback/use-operation'
import { Input } from '@/components/ui/input'
import { PasswordRules } from './password-rules'
import { signInWithPassword } from './sign-in'

const FIELDS = ['name', 'email', 'password'] as const

export function SetupForm({ token }: { token: string }) {
  const [values, setValues] = useState({ name: '', email: '', password: '' })
  const [entering, setEntering] = useState(false)
  const { run, pending, error, fieldError } = useOperation('setup.complete')
  const change = (field: (typeof FIELDS)[number]) => (value: string) =>
    setValues(before => ({ ...before, [field]: value }))
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    if (!(await run({ token, ...values }))) return
    setEntering(true)
    const { email, password } = values
    const answer = await signInWithPassword(email, password)
    window.location.assign(answer?.ok ? '/projects' : '/sign-in')
  }
  return (
    <form onSubmit={submit} className="grid gap-4">
      <OperationError error={error} fields={FIELDS} />
      <Field label="Name" error={fieldError('name')}>
        {control => (
          <Input
            {...control}
            name="name"
            autoComplete="name"
            required
            maxLength={60}
            value={values.name}
            onChange={event => change('name')(event.target.value)}
          />
        )}
      </Field>
      <Field label="E-mail" error={fieldError('email')}>
        {control => (
          <Input
            {...control}
            type="email"
            name="email"
            autoComplete="username"
            required
            value={values.email}
            onChange={event => change('email')(event.target.value)}
          />
        )}
      </Field>
      <Field
        label="Password"
        error={fieldError('password')}
        help={<PasswordRules password={values.password} />}
      >
        {control => (
          <Input
            {...control}
            type="password"
            name="password"
            autoComplete="new-password"
            required
            value={values.password}
            onChange={event => change('password')(event.target.value)}
          />
        )}
      </Field>
      <SubmitButton pending={pending || entering} size="lg">
        Create administrator
      </SubmitButton>
    </form>
  )
}
