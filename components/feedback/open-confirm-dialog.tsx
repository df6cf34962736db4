'use client'

import { type FormEvent, useState } from 'react'
import { Button } from '@/components/ui/button'
import { Dialog, DialogClose, DialogContent, DialogFooter } from '@/components/ui/dialog'
import { Input } from '@/components/ui/input'
import type { Confirmation } from './confirm-dialog'
import { Field } from './field'
import { OperationError } from './operation-error'
import { SubmitButton } from './submit-button'

export function OpenConfirmDialog(props: Confirmation & { close: () => void }) {
  return (
    <Dialog open onOpenChange={open => !open && props.close()}>
      <DialogContent title={props.title} description={props.description}>
        <ConfirmForm {...props} />
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
}: Confirmation & { close: () => void }) {
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
