'use client'

import { X } from 'lucide-react'
import { Dialog as Radix } from 'radix-ui'
import type { ComponentProps, ReactNode } from 'react'
import { buttonVariants } from './button'
import { cn } from './cn'

export const Dialog = Radix.Root
export const DialogTrigger = Radix.Trigger
export const DialogClose = Radix.Close

export function DialogOverlay() {
  return (
    <Radix.Overlay className="data-[state=closed]:fade-out-0 data-[state=open]:fade-in-0 fixed inset-0 z-40 bg-black/50 data-[state=closed]:animate-out data-[state=open]:animate-in" />
  )
}

function CloseButton() {
  return (
    <Radix.Close
      aria-label="Close"
      className={cn(buttonVariants({ variant: 'ghost', size: 'icon-sm' }), 'absolute top-3 right-3')}
    >
      <X aria-hidden />
    </Radix.Close>
  )
}

interface ContentProps extends Omit<ComponentProps<typeof Radix.Content>, 'title'> {
  title: ReactNode
  /** Read out with the title; null when the content says it all. */
  description: ReactNode | null
}

export function DialogContent({ title, description, className, children, ...props }: ContentProps) {
  return (
    <Radix.Portal>
      <DialogOverlay />
      <Radix.Content
        className={cn(
          'data-[state=closed]:fade-out-0 data-[state=open]:fade-in-0 data-[state=open]:zoom-in-98 fixed top-1/2 left-1/2 z-50 grid max-h-[calc(100dvh-2rem)] w-[calc(100vw-2rem)] max-w-lg -translate-x-1/2 -translate-y-1/2 gap-4 overflow-y-auto rounded-lg border bg-raised p-5 shadow-xl data-[state=closed]:animate-out data-[state=open]:animate-in',
          className,
        )}
        {...(description === null ? { 'aria-describedby': undefined } : {})}
        {...props}
      >
        <div className="grid gap-1.5 pr-8">
          <Radix.Title className="font-semibold text-base">{title}</Radix.Title>
          {description !== null && (
            <Radix.Description className="text-soft text-sm">{description}</Radix.Description>
          )}
        </div>
        {children}
        <CloseButton />
      </Radix.Content>
    </Radix.Portal>
  )
}

/** A panel that slides in from the left: the menu on small screens. */
export function SheetContent({ title, className, children, ...props }: Omit<ContentProps, 'description'>) {
  return (
    <Radix.Portal>
      <DialogOverlay />
      <Radix.Content
        aria-describedby={undefined}
        className={cn(
          'data-[state=closed]:slide-out-to-left data-[state=open]:slide-in-from-left fixed inset-y-0 left-0 z-50 flex w-72 max-w-[85vw] flex-col overflow-y-auto border-r bg-surface data-[state=closed]:animate-out data-[state=open]:animate-in',
          className,
        )}
        {...props}
      >
        <Radix.Title className="sr-only">{title}</Radix.Title>
        {children}
        <CloseButton />
      </Radix.Content>
    </Radix.Portal>
  )
}

export function DialogFooter({ className, ...props }: ComponentProps<'div'>) {
  return <div className={cn('flex flex-wrap items-center justify-end gap-2', className)} {...props} />
}
