'use client'

import { type ReactNode, useId } from 'react'
import { cn } from '@/components/ui/cn'
import { Label } from '@/components/ui/label'

/** What a control needs to be tied to its label, help and error. */
export interface FieldControl {
  id: string
  'aria-describedby': string | undefined
  'aria-invalid': true | undefined
}

interface FieldProps {
  label: ReactNode
  help?: ReactNode
  error?: string | null
  className?: string
  children: (control: FieldControl) => ReactNode
}

/** Label, control, help and error in one: `<Field label="Name">{control => <Input {...control} />}</Field>`. */
export function Field({ label, help, error = null, className, children }: FieldProps) {
  const id = useId()
  const described = [help ? `${id}-help` : '', error ? `${id}-error` : ''].filter(Boolean).join(' ')
  return (
    <div className={cn('grid min-w-0 content-start gap-1.5', className)}>
      <Label htmlFor={id}>{label}</Label>
      {children({
        id,
        'aria-describedby': described || undefined,
        'aria-invalid': error ? true : undefined,
      })}
      {error && (
        <p id={`${id}-error`} role="alert" className="text-bad text-xs">
          {error}
        </p>
      )}
      {help && (
        <div id={`${id}-help`} className="text-soft text-xs">
          {help}
        </div>
      )}
    </div>
  )
}
