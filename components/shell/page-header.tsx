import Link from 'next/link'
import type { ReactNode } from 'react'

export interface Crumb {
  label: string
  href: string
}

interface PageHeaderProps {
  crumbs?: Crumb[]
  title: ReactNode
  /** Beside the title: a switcher, a badge. */
  aside?: ReactNode
  /** The one primary action. */
  action?: ReactNode
  /** Tabs below. */
  children?: ReactNode
}

/** Breadcrumb and title left, one primary action right, tabs below; stays in view on wide screens. */
export function PageHeader({ crumbs = [], title, aside, action, children }: PageHeaderProps) {
  return (
    <header className="z-20 border-b bg-background md:sticky md:top-0">
      <div className="flex min-h-12 flex-wrap items-center gap-x-3 gap-y-1 px-4 py-2 md:px-6">
        <div className="flex min-w-0 flex-1 flex-wrap items-center gap-x-2 gap-y-1">
          {crumbs.length > 0 && (
            <nav aria-label="Breadcrumb" className="min-w-0">
              <ol className="flex min-w-0 items-center gap-2 text-soft">
                {crumbs.map(({ label, href }) => (
                  <li key={href} className="flex min-w-0 items-center gap-2">
                    <Link href={href} className="max-w-48 truncate rounded-sm hover:text-foreground">
                      {label}
                    </Link>
                    <span aria-hidden className="text-soft">
                      /
                    </span>
                  </li>
                ))}
              </ol>
            </nav>
          )}
          <h1 className="min-w-0 truncate font-semibold">{title}</h1>
          {aside}
        </div>
        {action}
      </div>
      {children && <div className="px-2.5 md:px-4.5">{children}</div>}
    </header>
  )
}

/** Content under the header, in a readable width. */
export function PageBody({ children }: { children: ReactNode }) {
  return <div className="grid max-w-7xl gap-6 px-4 py-5 md:px-6 md:py-6">{children}</div>
}
