import { CircleAlert, Info, TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import { cn } from './cn'

const LOOK = {
  info: { icon: Info, box: 'bg-accent-soft', mark: 'text-accent' },
  warn: { icon: TriangleAlert, box: 'bg-warn-soft', mark: 'text-warn' },
  bad: { icon: CircleAlert, box: 'bg-bad-soft', mark: 'text-bad' },
} as const

interface AlertProps {
  tone?: keyof typeof LOOK
  title: ReactNode
  children?: ReactNode
  action?: ReactNode
  /** `alert` interrupts a screen reader: for what happened just now. */
  role?: 'alert' | 'status'
  className?: string
}

export function Alert({ tone = 'info', title, children, action, role, className }: AlertProps) {
  const { icon: Icon, box, mark } = LOOK[tone]
  return (
    <div
      role={role}
      className={cn('flex flex-wrap items-start gap-3 rounded-lg px-3.5 py-3', box, className)}
    >
      <Icon aria-hidden className={cn('mt-0.5 size-4 shrink-0', mark)} />
      <div className="min-w-0 flex-1 basis-52">
        <p className="font-medium">{title}</p>
        {children !== undefined && <div className="mt-0.5 break-words">{children}</div>}
      </div>
      {action}
    </div>
  )
}
