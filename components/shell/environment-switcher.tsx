'use client'

import { ChevronsUpDown } from 'lucide-react'
import { Button, type ButtonProps } from '@/components/ui/button'
import type { AppStatus } from '@/lib/core/deployment/status'
import { useOnDemand } from './use-on-demand'

export interface EnvironmentSwitcherProps {
  /** Slug of the environment one looks at. */
  current: string
  environments: { slug: string; name: string; status: AppStatus }[]
}

/** The environment one looks at; another choice keeps the app and the tab. */
export function EnvironmentSwitcher(props: EnvironmentSwitcherProps) {
  const { Loaded, fetchNow } = useOnDemand<EnvironmentSwitcherProps>(async () => {
    const { EnvironmentMenu } = await import('./environment-menu')
    return EnvironmentMenu
  })
  if (Loaded) return <Loaded {...props} />
  return <EnvironmentButton {...props} aria-haspopup="menu" aria-expanded={false} onClick={fetchNow} />
}

export function EnvironmentButton({
  current,
  environments,
  ...button
}: EnvironmentSwitcherProps & ButtonProps) {
  const name = environments.find(({ slug }) => slug === current)?.name ?? current
  return (
    <Button size="sm" aria-label={`Environment: ${name}. Switch`} {...button}>
      {name}
      <ChevronsUpDown aria-hidden className="text-soft" />
    </Button>
  )
}
