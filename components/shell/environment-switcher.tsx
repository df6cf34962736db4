'use client'

import { Check, ChevronsUpDown } from 'lucide-react'
import Link from 'next/link'
import { usePathname } from 'next/navigation'
import { StatusDot } from '@/components/feedback/status-badge'
import { Button } from '@/components/ui/button'
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuTrigger,
} from '@/components/ui/dropdown-menu'
import type { AppStatus } from '@/lib/core/deployment/status'
import { inEnvironment } from './paths'

export interface SwitcherEnvironment {
  slug: string
  name: string
  status: AppStatus
}

/** The environment one looks at; another choice keeps the app and the tab. */
export function EnvironmentSwitcher({
  current,
  environments,
}: {
  current: string
  environments: SwitcherEnvironment[]
}) {
  const path = usePathname()
  const chosen = environments.find(({ slug }) => slug === current)
  return (
    <DropdownMenu>
      <DropdownMenuTrigger asChild>
        <Button size="sm" aria-label={`Environment: ${chosen?.name ?? current}. Switch`}>
          {chosen?.name ?? current}
          <ChevronsUpDown aria-hidden className="text-soft" />
        </Button>
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
