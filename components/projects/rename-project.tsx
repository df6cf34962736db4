'use client'

import { useRouter } from 'next/navigation'
import { type FormEvent, useState } from 'react'
import { toast } from 'sonner'
import { Field } from '@/components/feedback/field'
import { OperationError } from '@/components/feedback/operation-error'
import { SubmitButton } from '@/components/feedback/submit-button'
import { useOperation } from '@/components/feedback/use-operation'
import { Card, CardBody, CardFooter } from '@/components/ui/card'
import { Input } from '@/components/ui/input'

export function RenameProject({ projectId, name: saved }: { projectId: string; name: string }) {
  const router = useRouter()
  const [name, setName] = useState(saved)
  const { run, pending, error, fieldError } = useOperation('projects.rename')
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    const renamed = await run({ projectId, name })
    if (!renamed) return
    toast(`The project is called ${renamed.name} now.`)
    router.refresh()
  }
  return (
    <Card>
      <form onSubmit={submit}>
        <CardBody className="grid gap-3">
          <OperationError error={error} fields={['name']} />
          <Field
            label="Project name"
            error={fieldError('name')}
            help="Addresses of pages and apps stay as they are."
            className="max-w-sm"
          >
            {control => (
              <Input
                {...control}
                required
                maxLength={60}
                value={name}
                onChange={event => setName(event.target.value)}
              />
            )}
          </Field>
        </CardBody>
        <CardFooter>
          <SubmitButton pending={pending} disabled={name.trim() === saved} className="ml-auto">
            Rename
          </SubmitButton>
        </CardFooter>
      </form>
    </Card>
  )
}
