import type { ReactNode } from 'react'
import { Shell } from '@/components/shell/shell'
import { sidebarProject } from '@/components/shell/sidebar-project'
import { currentTheme } from '../../current-theme'
import { readAccount, readProject, readSystem } from '../../reads'

interface ProjectLayoutProps {
  children: ReactNode
  params: Promise<{ project: string }>
}

export default async function ProjectLayout({ children, params }: ProjectLayoutProps) {
  const { project: slug } = await params
  const [account, project, { diskAlarms }, theme] = await Promise.all([
    readAccount(),
    readProject(slug),
    readSystem(),
    currentTheme(),
  ])
  return (
    <Shell account={account} project={sidebarProject(project)} theme={theme} diskAlarms={diskAlarms}>
      {children}
    </Shell>
  )
}
