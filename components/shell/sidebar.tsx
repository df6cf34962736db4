'use client'

import { Boxes, History, Search, Server, Settings } from 'lucide-react'
import Link from 'next/link'
import { AccountMenu } from './account-menu'
import { Logo } from './logo'
import { NavLink } from './nav-link'
import { useOverlays } from './overlays'
import { ProjectTree } from './project-tree'
import type { SidebarProject } from './sidebar-project'
import type { Theme } from './theme'

export interface SidebarProps {
  account: { name: string; email: string }
  project: SidebarProject | null
  theme: Theme
}

/** Where one can go. The same in the column of wide screens and in the sheet of narrow ones. */
export function Sidebar({ account, project, theme }: SidebarProps) {
  const { openPalette } = useOverlays()
  return (
    <>
      <div className="flex h-12 shrink-0 items-center px-4">
        <Link href="/projects" className="rounded-md">
          <Logo />
        </Link>
      </div>
      <div className="px-2.5">
        <button
          type="button"
          onClick={openPalette}
          className="flex h-8 w-full items-center gap-2 rounded-md border bg-background px-2 text-soft text-xs hover:text-foreground"
        >
          <Search aria-hidden className="size-3.5" />
          Search or jump to
          <kbd className="ml-auto font-sans">Ctrl K</kbd>
        </button>
      </div>
      <nav aria-label="Main" className="grid content-start gap-0.5 px-2.5 py-3">
        <NavLink href="/projects" within={project ? null : '/projects'}>
          <Boxes aria-hidden />
          Projects
        </NavLink>
        {project && <ProjectTree project={project} />}
        <NavLink href="/activity">
          <History aria-hidden />
          Activity
        </NavLink>
        <NavLink href="/servers">
          <Server aria-hidden />
          Servers
        </NavLink>
        <NavLink href="/settings">
          <Settings aria-hidden />
          Settings
        </NavLink>
      </nav>
      <div className="mt-auto border-t p-2.5">
        <AccountMenu account={account} theme={theme} />
      </div>
    </>
  )
}
