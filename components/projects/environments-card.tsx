'use client'

import { Plus, Trash2 } from 'lucide-react'
import Link from 'next/link'
import { useRouter } from 'next/navigation'
import { type FormEvent, useState } from 'react'
import { ConfirmDialog } from '@/components/feedback/confirm-dialog'
import { Field } from '@/components/feedback/field'
import { OperationError } from '@/components/feedback/operation-error'
import { SubmitButton } from '@/components/feedback/submit-button'
import { useOperation } from '@/components/feedback/use-operation'
import { sharedVariablesPath } from '@/components/shell/paths'
import { Button, buttonVariants } from '@/components/ui/button'
import { Card, CardBody, CardFooter, CardHeader } from '@/components/ui/card'
import { cn } from '@/components/ui/cn'
import { Input } from '@/components/ui/input'
import type { EnvironmentSummary } from '@/lib/operations/projects/schema'

interface EnvironmentsCardProps {
  projectId: string
  /** The project's slug. */
  project: string
  environments: EnvironmentSummary[]
}

export function EnvironmentsCard({ projectId, project, environments }: EnvironmentsCardProps) {
  return (
    <Card>
      <CardHeader
        title="Environments"
        description="Each has its own network, domains and variables. Every app of the project is in every environment."
      />
      <CardBody>
        <ul className="divide-y divide-border rounded-md border">
          {environments.map(environment => (
            <li key={environment.id} className="flex h-10 items-center gap-2 pr-1.5 pl-3">
              <span className="truncate font-medium">{environment.name}</span>
              <code className="shrink-0 font-mono text-soft text-xs max-sm:hidden">{environment.slug}</code>
              <Link
                href={sharedVariablesPath(project, environment.slug)}
                className={cn(buttonVariants({ variant: 'link', size: 'inline' }), 'ml-auto')}
              >
                Shared variables
              </Link>
              <DeleteEnvironment environment={environment} />
            </li>
          ))}
        </ul>
      </CardBody>
      <AddEnvironment projectId={projectId} />
    </Card>
  )
}

function AddEnvironment({ projectId }: { projectId: string }) {
  const router = useRouter()
  const [name, setName] = useState('')
  const { run, pending, error, fieldError } = useOperation('environments.create')
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    if (!(await run({ projectId, name }))) return
    setName('')
    router.refresh()
  }
  return (
    <CardFooter>
      <form onSubmit={submit} className="grid w-full gap-2">
        <OperationError error={error} fields={['name']} />
        <div className="flex flex-wrap items-end gap-2">
          <Field label="New environment" error={fieldError('name')} className="w-full max-w-56">
            {control => (
              <Input
                {...control}
                required
                maxLength={60}
                placeholder="QA"
                value={name}
                onChange={event => setName(event.target.value)}
              />
            )}
          </Field>
          <SubmitButton pending={pending} variant="secondary">
            {!pending && <Plus aria-hidden />}
            Add environment
          </SubmitButton>
        </div>
      </form>
    </CardFooter>
  )
}

function DeleteEnvironment({ environment: { id, name } }: { environment: EnvironmentSummary }) {
  const router = useRouter()
  const { run, pending, error, reset } = useOperation('environments.delete')
  return (
    <ConfirmDialog
      trigger={
        <Button variant="ghost" size="icon-sm" aria-label={`Delete ${name}`}>
          <Trash2 aria-hidden />
        </Button>
      }
      title={`Delete the environment ${name}?`}
      description="Its variables and domains are lost. An environment in which an app was deployed cannot be deleted."
      confirm="Delete environment"
      typeName={name}
      pending={pending}
      error={error}
      onOpenChange={reset}
      onConfirm={async typed => {
        const done = await run({ environmentId: id, confirm: typed })
        if (done) router.refresh()
        return done !== null
      }}
    />
  )
}
