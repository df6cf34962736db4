'use client'

import type { FormEvent, ReactNode } from 'react'
import { Card, CardBody, CardFooter, CardHeader } from '@/components/ui/card'
import type { ApiError } from '@/lib/api/client'
import { OperationError } from './operation-error'
import { SubmitButton } from './submit-button'

interface SettingFormProps {
  title: string
  description?: ReactNode
  /** When what is saved starts to count. */
  note?: ReactNode
  onSubmit: () => Promise<void>
  pending: boolean
  error: ApiError | null
  /** Fields that show their error themselves. */
  fields: readonly string[]
  children: ReactNode
}

/** A card that is a form: fields, and one button that saves them. */
export function SettingForm(props: SettingFormProps) {
  const { title, description, note, onSubmit, pending, error, fields, children } = props
  const submit = (event: FormEvent) => {
    event.preventDefault()
    void onSubmit()
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
          <SubmitButton pending={pending}>Save</SubmitButton>
        </CardFooter>
      </form>
    </Card>
  )
}
