'use client'

import dynamic from 'next/dynamic'
import { cloneElement, type ReactElement, type ReactNode, useState } from 'react'
import type { ButtonProps } from '@/components/ui/button'
import type { ApiError } from '@/lib/api/client'

const OpenConfirmDialog = dynamic(
  () => import('./open-confirm-dialog').then(module => module.OpenConfirmDialog),
  { ssr: false },
)

export interface Confirmation {
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
}

interface ConfirmDialogProps extends Confirmation {
  /** The button that opens it. */
  trigger: ReactElement<Pick<ButtonProps, 'onClick' | 'aria-haspopup'>>
  /** Called on each opening and closing, to clear an old error. */
  onOpenChange?: (open: boolean) => void
}

/** Asks before something that cannot be undone. The dialog's code is loaded when it is first opened. */
export function ConfirmDialog({ trigger, onOpenChange, ...confirmation }: ConfirmDialogProps) {
  const [open, setOpen] = useState(false)
  const change = (next: boolean) => {
    setOpen(next)
    onOpenChange?.(next)
  }
  return (
    <>
      {cloneElement(trigger, { onClick: () => change(true), 'aria-haspopup': 'dialog' })}
      {open && <OpenConfirmDialog {...confirmation} close={() => change(false)} />}
    </>
  )
}
