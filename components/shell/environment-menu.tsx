'use client'

import { Check } from 'lucide-react'
import Link from 'next/link'
import { usePathname } from 'next/navigation'
import { StatusDot } from '@/components/feedback/status-badge'
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuTrigger,
} from '@/components/ui/dropdown-menu'
import { EnvironmentButton, type EnvironmentSwitcherProps } from './environment-switcher'
import { inEnvironment } from './paths'

/** The menu itself, open from the start: it is loaded by the first click. */
export function EnvironmentMenu({ current, environments }: EnvironmentSwitcherProps) {
  const path = usePathname()
  return (
    <DropdownMenu defaultOpen>
      <DropdownMenuTrigger asChild>
        <EnvironmentButton current={current} environments={environments} />
      </DropdownMenuTrigger>
      <DropdownMenuContent align="start">
        {environments.map(({ slug, name, status }) => (
          <DropdownMenuItem key={slug} asChild>
            <Link href={inEnvironment(path, slug)} aria-current={slug === current ? 'true' : undefined}>
              <StatusDot status={status} />
              {name}
              {slug === current && <Check aria-hidden className="ml-auto" />}
            </Link>
          </DropdownMenuItem>
        ))}
      </DropdownMenuContent>
    </DropdownMenu>
  )
}
