'use client'

import { ChevronsUpDown, UserRound } from 'lucide-react'
import type { Theme } from './theme'
import { useOnDemand } from './use-on-demand'

export interface AccountMenuProps {
  account: { name: string; email: string }
  theme: Theme
}

export const ACCOUNT_BUTTON = 'flex w-full items-center gap-2 rounded-md p-1.5 text-left hover:bg-muted'

/** Who is signed in; a click opens theme, account and sign-out. */
export function AccountMenu(props: AccountMenuProps) {
  const { Loaded, fetchNow } = useOnDemand<AccountMenuProps>(async () => {
    const { AccountMenuItems } = await import('./account-menu-items')
    return AccountMenuItems
  })
  if (Loaded) return <Loaded {...props} />
  return (
    <button
      type="button"
      aria-haspopup="menu"
      aria-expanded={false}
      className={ACCOUNT_BUTTON}
      onClick={fetchNow}
    >
      <AccountName account={props.account} />
    </button>
  )
}

export function AccountName({ account }: Pick<AccountMenuProps, 'account'>) {
  return (
    <>
      <span className="grid size-7 shrink-0 place-items-center rounded-full bg-muted">
        <UserRound aria-hidden className="size-4 text-soft" />
      </span>
      <span className="min-w-0">
        <span className="block truncate font-medium text-xs">{account.name}</span>
        <span className="block truncate text-soft text-xs">{account.email}</span>
      </span>
      <ChevronsUpDown aria-hidden className="ml-auto size-3.5 shrink-0 text-soft" />
    </>
  )
}
