'use client'

import Link from 'next/link'
import { usePathname } from 'next/navigation'
import { useEffect, useRef } from 'react'
import { cn } from './cn'

export interface Tab {
  href: string
  label: string
  /** Also for pages below `href`. */
  deep?: boolean
}

/** Tabs that are links, so that each has its own address. */
export function Tabs({ tabs, label }: { tabs: Tab[]; label: string }) {
  const path = usePathname()
  const list = useRef<HTMLUListElement>(null)
  useEffect(() => {
    // On a phone the tab of this path may be out of sight.
    const current = list.current?.querySelector(`[href="${path}"], [aria-current="page"]`)
    current?.scrollIntoView({ block: 'nearest', inline: 'center' })
  }, [path])
  return (
    <nav aria-label={label} className="-mb-px overflow-x-auto">
      <ul ref={list} className="flex gap-1">
        {tabs.map(({ href, label, deep }) => {
          const current = path === href || (deep === true && path.startsWith(`${href}/`))
          return (
            <li key={href}>
              <Link
                href={href}
                aria-current={current ? 'page' : undefined}
                className={cn(
                  'flex h-9 items-center whitespace-nowrap rounded-t-md border-transparent border-b-2 px-2.5 text-soft -outline-offset-2 hover:text-foreground',
                  current && 'border-accent font-medium text-foreground',
                )}
              >
                {label}
              </Link>
            </li>
          )
        })}
      </ul>
    </nav>
  )
}
