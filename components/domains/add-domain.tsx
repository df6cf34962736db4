'use client'

import { Plus } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { type FormEvent, useState } from 'react'
import { Field } from '@/components/feedback/field'
import { OperationError } from '@/components/feedback/operation-error'
import { SubmitButton } from '@/components/feedback/submit-button'
import { useOperation } from '@/components/feedback/use-operation'
import { CardFooter } from '@/components/ui/card'
import { Input } from '@/components/ui/input'

export function AddDomain({ appEnvironmentId }: { appEnvironmentId: string }) {
  const router = useRouter()
  const [hostname, setHostname] = useState('')
  const { run, pending, error, fieldError } = useOperation('domains.add')
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    if (!(await run({ appEnvironmentId, hostname }))) return
    setHostname('')
    router.refresh()
  }
  return (
    <CardFooter>
      <form onSubmit={submit} className="grid w-full gap-2">
        <OperationError error={error} fields={['hostname']} />
        <div className="flex flex-wrap items-start gap-2">
          <Field
            label="Add a domain"
            error={fieldError('hostname')}
            help="Point its A or AAAA record at this server."
            className="w-full max-w-80"
          >
            {control => (
              <Input
                {...control}
                required
                maxLength={253}
                spellCheck={false}
                autoCapitalize="none"
                placeholder="shop.example.com"
                value={hostname}
                onChange={event => setHostname(event.target.value)}
              />
            )}
          </Field>
          <SubmitButton pending={pending} className="sm:mt-5">
            {!pending && <Plus aria-hidden />}
            Add domain
          </SubmitButton>
        </div>
      </form>
    </CardFooter>
  )
}
