'use client'

import { type FormEvent, useState } from 'react'
import { SOURCE_FIELDS } from '@/components/apps/source'
import { changedSource, savedSource } from '@/components/apps/source-change'
import { SourceFields } from '@/components/apps/source-fields'
import { OperationError } from '@/components/feedback/operation-error'
import { SubmitButton } from '@/components/feedback/submit-button'
import { useOperation } from '@/components/feedback/use-operation'
import { Card, CardBody, CardFooter, CardHeader } from '@/components/ui/card'
import type { App } from '@/lib/operations/apps/schema'

/** The source, editable in place when it could not be read. */
export function EditSource({ app, onSaved }: { app: App; onSaved: (app: App) => void }) {
  const [values, setValues] = useState(() => savedSource(app))
  const { run, pending, error, fieldError } = useOperation('apps.update')
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    const saved = await run({ appId: app.id, ...changedSource(app, values) })
    if (!saved) return
    setValues(savedSource(saved))
    onSaved(saved)
  }
  return (
    <Card>
      <CardHeader title="Source" />
      <form onSubmit={submit}>
        <CardBody className="grid max-w-xl gap-4">
          <OperationError error={error} fields={SOURCE_FIELDS} />
          <SourceFields
            values={values}
            onChange={setValues}
            fieldError={fieldError}
            tokenStored={app.gitAuth === 'token'}
          />
        </CardBody>
        <CardFooter>
          <SubmitButton pending={pending} className="ml-auto">
            Save and look again
          </SubmitButton>
        </CardFooter>
      </form>
    </Card>
  )
}
