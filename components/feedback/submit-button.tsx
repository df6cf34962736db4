import { LoaderCircle } from 'lucide-react'
import { Button, type ButtonProps } from '@/components/ui/button'

/** A button of which the work takes a while; it cannot be pressed twice. */
export function SubmitButton({
  pending,
  children,
  disabled,
  type = 'submit',
  variant = 'primary',
  ...props
}: ButtonProps & { pending: boolean }) {
  return (
    <Button
      type={type}
      variant={variant}
      disabled={pending || disabled}
      aria-busy={pending || undefined}
      {...props}
    >
      {pending && <LoaderCircle aria-hidden className="animate-spin" />}
      {children}
    </Button>
  )
}
