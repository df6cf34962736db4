import type { LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'
import { cn } from '@/components/ui/cn'

interface EmptyStateProps {
  icon?: LucideIcon
  title: string
  children?: ReactNode
  action?: ReactNode
  className?: string
}

/** What stands where a list would be: what will appear here, and how to make it appear. */
export function EmptyState({ icon: Icon, title, children, action, className }: EmptyStateProps) {
  return (
    <div
      className={cn(
        'flex flex-col items-center rounded-lg border border-dashed px-4 py-10 text-center',
        className,
      )}
    >
      {Icon && <Icon aria-hidden className="mb-3 size-6 text-soft" />}
      <p className="font-medium">{title}</p>
      {children !== undefined && <div className="mt-1 max-w-md text-soft">{children}</div>}
      {action && <div className="mt-4 flex flex-wrap justify-center gap-2">{action}</div>}
    </div>
  )
}
