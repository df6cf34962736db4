import type { OutputOf } from '@/lib/api/contract'
import type { AppStatus } from '@/lib/core/deployment/status'

/** What the sidebar shows of the current project. */
export interface SidebarProject {
  slug: string
  name: string
  environments: {
    slug: string
    name: string
    apps: { slug: string; name: string; status: AppStatus }[]
    /** Apps left out, reachable on the project's page. */
    more: number
  }[]
}

/** More would make every page of a large project heavy; the palette and the project's page find the rest. */
const SHOWN = 25

export function sidebarProject(project: OutputOf<'projects.get'>): SidebarProject {
  const apps = project.apps.slice(0, SHOWN)
  return {
    slug: project.slug,
    name: project.name,
    environments: project.environments.map(environment => ({
      slug: environment.slug,
      name: environment.name,
      apps: apps.flatMap(app => {
        const here = app.environments.find(({ environmentId }) => environmentId === environment.id)
        return here ? [{ slug: app.slug, name: app.name, status: here.status }] : []
      }),
      more: project.apps.length - apps.length,
    })),
  }
}
