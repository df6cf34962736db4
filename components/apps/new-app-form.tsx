'use client'

import { useRouter } from 'next/navigation'
import { type FormEvent, useState } from 'react'
import { Field } from '@/components/feedback/field'
import { OperationError } from '@/components/feedback/operation-error'
import { SubmitButton } from '@/components/feedback/submit-button'
import { useOperation } from '@/components/feedback/use-operation'
import { setUpPath } from '@/components/shell/paths'
import { Card, CardBody, CardFooter } from '@/components/ui/card'
import { Input } from '@/components/ui/input'
import { EMPTY_SOURCE, gitAuthOf, nameFromUrl, SOURCE_FIELDS, type SourceValues } from './source'
import { SourceFields } from './source-fields'

export function NewAppForm({ projectId, project }: { projectId: string; project: string }) {
  const router = useRouter()
  const [source, setSource] = useState<SourceValues>(EMPTY_SOURCE)
  /** null: follows the repository's address. */
  const [typedName, setTypedName] = useState<string | null>(null)
  const name = typedName ?? nameFromUrl(source.repositoryUrl)
  const { run, pending, error, fieldError } = useOperation('apps.create')
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    const { repositoryUrl, rootDirectory } = source
    const app = await run({ projectId, name, repositoryUrl, rootDirectory, gitAuth: gitAuthOf(source) })
    if (app) router.push(setUpPath(project, app.slug))
  }
  return (
    <Card className="max-w-xl">
      <form onSubmit={submit}>
        <CardBody className="grid gap-4">
          <OperationError error={error} fields={['name', ...SOURCE_FIELDS]} />
          <SourceFields values={source} onChange={setSource} fieldError={fieldError} />
          <Field label="Name" error={fieldError('name')} help="Part of the app's web address.">
            {control => (
              <Input
                {...control}
                required
                maxLength={60}
                autoComplete="off"
                placeholder="shop"
                value={name}
                onChange={event => setTypedName(event.target.value)}
              />
            )}
          </Field>
        </CardBody>
        <CardFooter>
          <p className="text-soft text-xs">Nothing is deployed yet: next you see what Berth detects.</p>
          <SubmitButton pending={pending}>Add app</SubmitButton>
        </CardFooter>
      </form>
    </Card>
  )
}
