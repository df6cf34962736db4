'use client'

import { useRouter } from 'next/navigation'
import { type FormEvent, useState } from 'react'
import { CopyButton } from '@/components/feedback/copy-button'
import { Field } from '@/components/feedback/field'
import { OperationError } from '@/components/feedback/operation-error'
import { SubmitButton } from '@/components/feedback/submit-button'
import { useOperation } from '@/components/feedback/use-operation'
import { Alert } from '@/components/ui/alert'
import { Button } from '@/components/ui/button'
import { Dialog, DialogClose, DialogContent, DialogFooter } from '@/components/ui/dialog'
import { Input } from '@/components/ui/input'
import { Select } from '@/components/ui/select'
import { TOKEN_SCOPES, type TokenScope } from '@/lib/core/access/roles'
import { SCOPE_NAMES } from './token-scopes'

const LIFETIMES = [
  { days: 30, label: '30 days' },
  { days: 90, label: '90 days' },
  { days: 365, label: 'One year' },
  { days: null, label: 'Never' },
]

/** Asks for name, rights and lifetime, then shows the token, this once. */
export function CreateTokenDialog({ close }: { close: () => void }) {
  const [secret, setSecret] = useState<string | null>(null)
  return (
    <Dialog open onOpenChange={open => !open && close()}>
      {secret === null ? (
        <DialogContent title="Create an API token" description={null}>
          <TokenForm onCreated={setSecret} />
        </DialogContent>
      ) : (
        <DialogContent title="Copy the token now" description="It is shown only this once.">
          <NewSecret secret={secret} />
        </DialogContent>
      )}
    </Dialog>
  )
}

function TokenForm({ onCreated }: { onCreated: (secret: string) => void }) {
  const router = useRouter()
  const [name, setName] = useState('')
  const [scope, setScope] = useState<TokenScope>('DEPLOY')
  const [days, setDays] = useState('90')
  const { run, pending, error, fieldError } = useOperation('tokens.create')
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    const created = await run({ name, scope, expiresInDays: days === '' ? null : Number(days) })
    if (!created) return
    onCreated(created.secret)
    router.refresh()
  }
  return (
    <form onSubmit={submit} className="grid gap-4">
      <OperationError error={error} fields={['name', 'scope', 'expiresInDays']} />
      <Field label="Name" error={fieldError('name')} help="What uses it, for example: CI of the shop.">
        {control => (
          <Input
            {...control}
            required
            maxLength={60}
            autoComplete="off"
            value={name}
            onChange={event => setName(event.target.value)}
          />
        )}
      </Field>
      <Field label="May do" error={fieldError('scope')}>
        {control => (
          <Select
            {...control}
            value={scope}
            onChange={event => setScope(TOKEN_SCOPES.find(value => value === event.target.value) ?? 'READ')}
          >
            {TOKEN_SCOPES.map(value => (
              <option key={value} value={value}>
                {SCOPE_NAMES[value].long}
              </option>
            ))}
          </Select>
        )}
      </Field>
      <Field label="Expires after" error={fieldError('expiresInDays')}>
        {control => (
          <Select {...control} value={days} onChange={event => setDays(event.target.value)}>
            {LIFETIMES.map(lifetime => (
              <option key={lifetime.label} value={lifetime.days ?? ''}>
                {lifetime.label}
              </option>
            ))}
          </Select>
        )}
      </Field>
      <DialogFooter>
        <DialogClose asChild>
          <Button>Cancel</Button>
        </DialogClose>
        <SubmitButton pending={pending}>Create token</SubmitButton>
      </DialogFooter>
    </form>
  )
}

function NewSecret({ secret }: { secret: string }) {
  return (
    <div className="grid gap-4">
      <p className="flex items-center gap-2 rounded-md border bg-surface py-1.5 pr-1.5 pl-3">
        <code className="min-w-0 flex-1 select-all break-all font-mono text-[0.8125rem]">{secret}</code>
        <CopyButton text={secret} what="the token" />
      </p>
      <Alert title="Send it as a header">
        <code className="font-mono text-xs">Authorization: Bearer …</code>
      </Alert>
      <DialogFooter>
        <DialogClose asChild>
          <Button variant="primary">Done</Button>
        </DialogClose>
      </DialogFooter>
    </div>
  )
}
