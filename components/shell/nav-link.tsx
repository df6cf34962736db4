'use client'

import Link from 'next/link'
import { usePathname } from 'next/navigation'
import type { ReactNode } from 'react'
import { cn } from '@/components/ui/cn'

/** A link of the sidebar; `within`: it is the current one on pages below it too. */
export function NavLink({
  href,
  within = href,
  className,
  children,
}: {
  href: string
  within?: string | null
  className?: string
  children: ReactNode
}) {
  const path = usePathname()
  const current = path === href || (within !== null && path.startsWith(`${within}/`))
  return (
    <Link
      href={href}
      aria-current={current ? 'page' : undefined}
      className={cn(
        'flex h-7.5 min-w-0 items-center gap-2 rounded-md px-2 text-soft -outline-offset-2 hover:bg-muted hover:text-foreground max-md:h-9 [&_svg]:size-4 [&_svg]:shrink-0',
        current && 'bg-muted font-medium text-foreground',
        className,
      )}
    >
      {children}
    </Link>
  )
}
