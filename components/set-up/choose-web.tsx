'use client'

import { type FormEvent, useState } from 'react'
import { Field } from '@/components/feedback/field'
import { OperationError } from '@/components/feedback/operation-error'
import { SubmitButton } from '@/components/feedback/submit-button'
import { useOperation } from '@/components/feedback/use-operation'
import { Card, CardBody, CardFooter, CardHeader } from '@/components/ui/card'
import { Select } from '@/components/ui/select'
import type { App } from '@/lib/operations/apps/schema'

interface ChooseWebProps {
  app: App
  services: string[]
  onSaved: (app: App) => void
}

/** Asks which service of a Compose file answers requests; the answer is kept in the build settings. */
export function ChooseWeb({ app, services, onSaved }: ChooseWebProps) {
  const [chosen, setChosen] = useState(services[0] ?? '')
  const { run, pending, error } = useOperation('apps.update')
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    const buildSettings = { ...app.buildSettings, webService: chosen }
    const saved = await run({ appId: app.id, buildSettings })
    if (saved) onSaved(saved)
  }
  return (
    <Card>
      <CardHeader
        title="Web service"
        description="Visitors reach this service through the proxy. The others are reached by it alone, under their names."
      />
      <form onSubmit={submit}>
        <CardBody className="grid max-w-xl gap-4">
          <OperationError error={error} />
          <Field label="Service that answers requests">
            {control => (
              <Select {...control} value={chosen} onChange={event => setChosen(event.target.value)}>
                {services.map(name => (
                  <option key={name} value={name}>
                    {name}
                  </option>
                ))}
              </Select>
            )}
          </Field>
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
