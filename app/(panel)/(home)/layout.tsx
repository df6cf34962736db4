import type { ReactNode } from 'react'
import { Shell } from '@/components/shell/shell'
import { currentTheme } from '../current-theme'
import { readAccount } from '../reads'

export default async function HomeLayout({ children }: { children: ReactNode }) {
  const [account, theme] = await Promise.all([readAccount(), currentTheme()])
  return (
    <Shell account={account} project={null} theme={theme}>
      {children}
    </Shell>
  )
}
