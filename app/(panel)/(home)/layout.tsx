import type { ReactNode } from 'react'
import { Shell } from '@/components/shell/shell'
import { currentTheme } from '../current-theme'
import { readAccount, readSystem } from '../reads'

export default async function HomeLayout({ children }: { children: ReactNode }) {
  const [account, { diskAlarms }, theme] = await Promise.all([readAccount(), readSystem(), currentTheme()])
  return (
    <Shell account={account} project={null} theme={theme} diskAlarms={diskAlarms}>
      {children}
    </Shell>
  )
}
