import type { ReactNode } from 'react'
import { Shell } from '@/components/shell/shell'
import { sidebarProject } from '@/components/shell/sidebar-project'
import { currentTheme } from '../../current-theme'
import { readAccount, readProject } from '../../reads'

interface ProjectLayoutProps {
  children: ReactNode
  params: Promise<{ project: string }>
}

export default async function ProjectLayout({ children, params }: ProjectLayoutProps) {
  const { project: slug } = await params
  const [account, project, theme] = await Promise.all([readAccount(), readProject(slug), currentTheme()])
  return (
    <Shell account={account} project={sidebarProject(project)} theme={theme}>
      {children}
    </Shell>
  )
}
