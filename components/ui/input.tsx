import type { ComponentProps } from 'react'
import { cn } from './cn'

/** Classes shared by text fields. */
export const fieldClass =
  'w-full min-w-0 rounded-md border border-input bg-background px-2.5 text-sm text-foreground placeholder:text-soft aria-invalid:border-bad disabled:opacity-60 [&[readonly]]:bg-surface'

export function Input({ className, ...props }: ComponentProps<'input'>) {
  return <input className={cn(fieldClass, 'h-8', className)} {...props} />
}
