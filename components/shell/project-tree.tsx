'use client'

import { ChevronRight } from 'lucide-react'
import { usePathname } from 'next/navigation'
import { StatusDot } from '@/components/feedback/status-badge'
import { NavLink } from './nav-link'
import { appPath, placeOf, projectPath } from './paths'
import type { SidebarProject } from './sidebar-project'

/** The current project, unfolded: environments, and in them apps with a status dot. */
export function ProjectTree({ project }: { project: SidebarProject }) {
  return (
    <div className="ml-3.5 grid gap-0.5 border-l pl-1.5">
      <NavLink href={projectPath(project.slug)} within={null}>
        <span className="truncate">{project.name}</span>
      </NavLink>
      <div className="grid gap-0.5 pl-1.5">
        {project.environments.map(environment => (
          <EnvironmentBranch key={environment.slug} project={project.slug} environment={environment} />
        ))}
      </div>
      <NavLink href={`${projectPath(project.slug)}/settings`}>Project settings</NavLink>
    </div>
  )
}

function EnvironmentBranch({
  project,
  environment,
}: {
  project: string
  environment: SidebarProject['environments'][number]
}) {
  const here = placeOf(usePathname()).environment
  return (
    <details open={here === undefined || here === environment.slug} className="group">
      <summary className="flex h-7.5 list-none items-center gap-1 rounded-md px-1 text-soft -outline-offset-2 hover:bg-muted hover:text-foreground max-md:h-9">
        <ChevronRight
          aria-hidden
          className="size-3.5 shrink-0 transition-transform group-open:rotate-90 motion-reduce:transition-none"
        />
        <span className="truncate">{environment.name}</span>
      </summary>
      <div className="ml-2.5 grid gap-0.5 border-l pl-1.5">
        {environment.apps.map(app => (
          <NavLink key={app.slug} href={appPath({ project, environment: environment.slug, app: app.slug })}>
            <StatusDot status={app.status} />
            <span className="truncate">{app.name}</span>
          </NavLink>
        ))}
        {environment.apps.length === 0 && <p className="px-2 py-1 text-soft text-xs">No apps yet</p>}
        {environment.more > 0 && (
          <NavLink href={projectPath(project)} within={null} className="text-xs">
            {environment.more} more
          </NavLink>
        )}
      </div>
    </details>
  )
}
