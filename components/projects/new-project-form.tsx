'use client'

import { useRouter } from 'next/navigation'
import { type FormEvent, useState } from 'react'
import { Field } from '@/components/feedback/field'
import { OperationError } from '@/components/feedback/operation-error'
import { SubmitButton } from '@/components/feedback/submit-button'
import { useOperation } from '@/components/feedback/use-operation'
import { projectPath } from '@/components/shell/paths'
import { Card, CardBody } from '@/components/ui/card'
import { Input } from '@/components/ui/input'

export function NewProjectForm() {
  const router = useRouter()
  const [name, setName] = useState('')
  const { run, pending, error, fieldError } = useOperation('projects.create')
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    const project = await run({ name })
    if (project) router.push(`${projectPath(project.slug)}/apps/new`)
  }
  return (
    <Card className="max-w-xl">
      <CardBody>
        <form onSubmit={submit} className="grid gap-4">
          <OperationError error={error} fields={['name']} />
          <Field
            label="Name"
            error={fieldError('name')}
            help="The environments production and staging are made with it. Next you add an app."
          >
            {control => (
              <Input
                {...control}
                required
                maxLength={60}
                autoComplete="off"
                placeholder="Shop"
                value={name}
                onChange={event => setName(event.target.value)}
              />
            )}
          </Field>
          <div>
            <SubmitButton pending={pending}>Create project</SubmitButton>
          </div>
        </form>
      </CardBody>
    </Card>
  )
}
