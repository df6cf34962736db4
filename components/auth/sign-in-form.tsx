'use client'

import { type FormEvent, useState } from 'react'
import { Field } from '@/components/feedback/field'
import { SubmitButton } from '@/components/feedback/submit-button'
import { Alert } from '@/components/ui/alert'
import { Input } from '@/components/ui/input'
import { signInWithPassword } from './sign-in'
import { signInProblem } from './sign-in-problem'

/** `next`: the page to open then, already checked to be one of ours. */
export function SignInForm({ next }: { next: string }) {
  const [email, setEmail] = useState('')
  const [password, setPassword] = useState('')
  const [pending, setPending] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    setPending(true)
    setProblem(null)
    const answer = await signInWithPassword(email, password)
    if (answer?.ok) {
      window.location.assign(next)
      return
    }
    setProblem(signInProblem(answer))
    setPending(false)
  }
  return (
    <form onSubmit={submit} className="grid gap-4">
      {problem && <Alert tone="bad" role="alert" title={problem} />}
      <Field label="E-mail">
        {control => (
          <Input
            {...control}
            type="email"
            name="email"
            autoComplete="username"
            required
            value={email}
            onChange={event => setEmail(event.target.value)}
          />
        )}
      </Field>
      <Field label="Password">
        {control => (
          <Input
            {...control}
            type="password"
            name="password"
            autoComplete="current-password"
            required
            value={password}
            onChange={event => setPassword(event.target.value)}
          />
        )}
      </Field>
      <SubmitButton pending={pending} size="lg">
        Sign in
      </SubmitButton>
    </form>
  )
}
