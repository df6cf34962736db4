import { Check, Circle } from 'lucide-react'
import { cn } from '@/components/ui/cn'

/** The server's rules: lib/operations/accounts/schema.ts. Repeated here as text so that the schema stays out of the browser. */
export const MIN_LENGTH = 12

/** The rules of a new password, ticked off while typing. */
export function PasswordRules({ password }: { password: string }) {
  const long = [...password].length >= MIN_LENGTH
  return (
    <ul className="grid gap-1">
      <li className={cn('flex items-center gap-1.5', long && 'text-good')}>
        {long ? (
          <Check aria-hidden className="size-3.5 shrink-0" />
        ) : (
          <Circle aria-hidden className="size-3.5 shrink-0" />
        )}
        At least {MIN_LENGTH} characters
        <span className="sr-only">{long ? '(met)' : '(not met yet)'}</span>
      </li>
      <li className="flex items-center gap-1.5">
        <Circle aria-hidden className="size-3.5 shrink-0" />
        Not one of the commonly used ones; a few random words do well
      </li>
    </ul>
  )
}
