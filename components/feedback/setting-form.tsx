'use client'

import { type FormEvent, type ReactNode, useState } from 'react'
import { Card, CardBody, CardFooter, CardHeader } from '@/components/ui/card'
import type { ApiError } from '@/lib/api/client'
import { OperationError } from './operation-error'
import { SubmitButton } from './submit-button'

interface SettingFormProps {
  title: string
  description?: ReactNode
  /** When what is saved starts to count. */
  note?: ReactNode
  onSubmit: (deploy: boolean) => Promise<void>
  /** Offers to deploy what is saved at once. */
  deployable?: boolean
  pending: boolean
  error: ApiError | null
  /** Fields that show their error themselves. */
  fields: readonly string[]
  children: ReactNode
}

const DEPLOY = 'deploy'

/** A card that is a form: fields, and a button that saves them. */
export function SettingForm(props: SettingFormProps) {
  const { title, description, note, onSubmit, deployable = false, pending, error, fields, children } = props
  const [deploying, setDeploying] = useState(false)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const { nativeEvent } = event
    const submitter = nativeEvent instanceof SubmitEvent ? nativeEvent.submitter : null
    const deploy = submitter?.getAttribute('name') === DEPLOY
    setDeploying(deploy)
    void onSubmit(deploy)
  }
  return (
    <Card>
      <CardHeader title={title} description={description} />
      <form onSubmit={submit}>
        <CardBody className="grid max-w-2xl gap-4">
          <OperationError error={error} fields={fields} />
          {children}
        </CardBody>
        <CardFooter>
          <p className="text-soft text-xs">{note}</p>
          <div className="flex gap-2">
            <SubmitButton
              variant={deployable ? 'secondary' : 'primary'}
              pending={pending && !deploying}
              disabled={pending}
            >
              Save
            </SubmitButton>
            {deployable && (
              <SubmitButton name={DEPLOY} pending={pending && deploying} disabled={pending}>
                Save and deploy
              </SubmitButton>
            )}
          </div>
        </CardFooter>
      </form>
    </Card>
  )
}
