'use client'

import { Toaster as Sonner } from 'sonner'

/** Where `toast(...)` of sonner shows. Toasts confirm, and tell of errors of buttons that have no room beside them. */
export function Toaster() {
  return (
    <Sonner
      position="bottom-right"
      toastOptions={{
        unstyled: true,
        classNames: {
          toast:
            'flex w-full items-center gap-2 rounded-lg border bg-raised px-3.5 py-3 text-foreground text-sm shadow-lg',
          description: 'text-soft',
        },
      }}
    />
  )
}
