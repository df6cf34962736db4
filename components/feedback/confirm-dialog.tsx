'use client'

import { type FormEvent, type ReactNode, useState } from 'react'
import { Button, type ButtonProps } from '@/components/ui/button'
import { Dialog, DialogClose, DialogContent, DialogFooter, DialogTrigger } from '@/components/ui/dialog'
import { Input } from '@/components/ui/input'
import type { ApiError } from '@/lib/api/client'
import { Field } from './field'
import { OperationError } from './operation-error'
import { SubmitButton } from './submit-button'

interface ConfirmDialogProps {
  /** What opens it. */
  trigger: ReactNode
  /** Names the thing: "Delete shop-web?". */
  title: string
  /** The consequence. */
  description: ReactNode
  /** The verb on the button: "Delete app". */
  confirm: string
  variant?: ButtonProps['variant']
  /** To be typed first; only where data is lost. */
  typeName?: string
  /** True when done: the dialog closes. */
  onConfirm: (typed: string) => Promise<boolean>
  pending: boolean
  error: ApiError | null
  /** Called on each opening and closing, to clear an old error. */
  onOpenChange?: (open: boolean) => void
}

/** Asks before something that cannot be undone. */
export function ConfirmDialog(props: ConfirmDialogProps) {
  const [open, setOpen] = useState(false)
  const change = (next: boolean) => {
    setOpen(next)
    props.onOpenChange?.(next)
  }
  return (
    <Dialog open={open} onOpenChange={change}>
      <DialogTrigger asChild>{props.trigger}</DialogTrigger>
      <DialogContent title={props.title} description={props.description}>
        <ConfirmForm {...props} close={() => setOpen(false)} />
      </DialogContent>
    </Dialog>
  )
}

function ConfirmForm({
  typeName,
  confirm,
  variant = 'danger',
  onConfirm,
  pending,
  error,
  close,
}: ConfirmDialogProps & { close: () => void }) {
  const [typed, setTyped] = useState('')
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    if (await onConfirm(typed)) close()
  }
  return (
    <form onSubmit={submit} className="grid gap-4">
      {typeName !== undefined && (
        <Field
          label={
            <>
              Type <span className="select-all font-mono">{typeName}</span> to confirm
            </>
          }
        >
          {control => (
            <Input
              {...control}
              value={typed}
              onChange={event => setTyped(event.target.value)}
              autoComplete="off"
              spellCheck={false}
            />
          )}
        </Field>
      )}
      <OperationError error={error} />
      <DialogFooter>
        <DialogClose asChild>
          <Button>Cancel</Button>
        </DialogClose>
        <SubmitButton
          variant={variant}
          pending={pending}
          disabled={typeName !== undefined && typed !== typeName}
        >
          {confirm}
        </SubmitButton>
      </DialogFooter>
    </form>
  )
}
