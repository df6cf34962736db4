'use client'

import { ChevronsUpDown, Keyboard, LogOut, UserRound } from 'lucide-react'
import Link from 'next/link'
import { signOut } from 'next-auth/react'
import { useState } from 'react'
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuLabel,
  DropdownMenuRadioGroup,
  DropdownMenuRadioItem,
  DropdownMenuSeparator,
  DropdownMenuTrigger,
} from '@/components/ui/dropdown-menu'
import { useOverlays } from './overlays'
import { THEMES, type Theme, themeOf } from './theme'

const THEME_NAMES: Record<Theme, string> = { system: 'As the system', light: 'Light', dark: 'Dark' }

export function AccountMenu({ account, theme }: { account: { name: string; email: string }; theme: Theme }) {
  const { openShortcuts } = useOverlays()
  return (
    <DropdownMenu>
      <DropdownMenuTrigger className="flex w-full items-center gap-2 rounded-md p-1.5 text-left hover:bg-muted">
        <span className="grid size-7 shrink-0 place-items-center rounded-full bg-muted">
          <UserRound aria-hidden className="size-4 text-soft" />
        </span>
        <span className="min-w-0">
          <span className="block truncate font-medium text-xs">{account.name}</span>
          <span className="block truncate text-soft text-xs">{account.email}</span>
        </span>
        <ChevronsUpDown aria-hidden className="ml-auto size-3.5 shrink-0 text-soft" />
      </DropdownMenuTrigger>
      <DropdownMenuContent align="start" className="w-56">
        <ThemeItems initial={theme} />
        <DropdownMenuSeparator />
        <DropdownMenuItem asChild>
          <Link href="/settings">
            <UserRound aria-hidden />
            Account
          </Link>
        </DropdownMenuItem>
        <DropdownMenuItem onSelect={openShortcuts}>
          <Keyboard aria-hidden />
          Keyboard shortcuts
        </DropdownMenuItem>
        <DropdownMenuItem onSelect={() => signOut({ callbackUrl: '/sign-in' })}>
          <LogOut aria-hidden />
          Sign out
        </DropdownMenuItem>
      </DropdownMenuContent>
    </DropdownMenu>
  )
}

function ThemeItems({ initial }: { initial: Theme }) {
  const [theme, setTheme] = useState(() => themeOf(document.documentElement.dataset.theme ?? initial))
  const choose = (value: string) => {
    const next = themeOf(value)
    setTheme(next)
    document.documentElement.dataset.theme = next
    void fetch(`/theme?theme=${next}`, { method: 'POST' })
  }
  return (
    <>
      <DropdownMenuLabel>Theme</DropdownMenuLabel>
      <DropdownMenuRadioGroup value={theme} onValueChange={choose}>
        {THEMES.map(value => (
          <DropdownMenuRadioItem key={value} value={value} onSelect={event => event.preventDefault()}>
            {THEME_NAMES[value]}
          </DropdownMenuRadioItem>
        ))}
      </DropdownMenuRadioGroup>
    </>
  )
}
