'use client'

import { Keyboard, LogOut, UserRound } from 'lucide-react'
import Link from 'next/link'
import { useState } from 'react'
import { useAction } from '@/components/feedback/use-action'
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
import { ACCOUNT_BUTTON, type AccountMenuProps, AccountName } from './account-menu'
import { useOverlays } from './overlays'
import { THEMES, type Theme, themeOf } from './theme'

const THEME_NAMES: Record<Theme, string> = { system: 'As the system', light: 'Light', dark: 'Dark' }

/** The menu itself, open from the start: it is loaded by the first click. */
export function AccountMenuItems({ account, theme }: AccountMenuProps) {
  const { openShortcuts } = useOverlays()
  const { act } = useAction()
  const leave = () =>
    act(async () => {
      const { signOut } = await import('next-auth/react')
      await signOut({ callbackUrl: '/sign-in' })
    })
  return (
    <DropdownMenu defaultOpen>
      <DropdownMenuTrigger className={ACCOUNT_BUTTON}>
        <AccountName account={account} />
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
        <DropdownMenuItem onSelect={leave}>
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
