import type { OutputOf } from '@/lib/api/contract'
import { APP_TABS, type AppPlace, appPath, projectPath, setUpPath } from './paths'
import { JUMPS } from './shortcuts'

export interface PaletteEntry {
  id: string
  group: 'This app' | 'Apps' | 'Projects' | 'Go to'
  label: string
  /** Also searched, and shown beside the label. */
  hint: string
  /** An address, or an action on the current app. */
  target: { href: string } | { action: 'deploy' } | { action: 'shortcuts' }
}

/** Everything the palette can do from here, the nearest first. */
export function paletteEntries(
  place: Partial<AppPlace>,
  projects: OutputOf<'projects.list'>['projects'],
  project: OutputOf<'projects.get'> | null,
): PaletteEntry[] {
  return [
    ...thisApp(place),
    ...appsOf(project),
    ...projects.map(projectEntry),
    ...goTo(project?.slug ?? null),
  ]
}

function thisApp({ project, environment, app }: Partial<AppPlace>): PaletteEntry[] {
  if (!project || !environment || !app) return []
  const base = appPath({ project, environment, app })
  const hint = `${app} · ${environment}`
  return [
    { id: 'deploy', group: 'This app', label: 'Deploy', hint, target: { action: 'deploy' } },
    ...APP_TABS.map(({ segment, label }) => ({
      id: `tab-${segment}`,
      group: 'This app' as const,
      label,
      hint,
      target: { href: segment ? `${base}/${segment}` : base },
    })),
    { id: 'set-up', group: 'This app', label: 'Set-up', hint, target: { href: setUpPath(project, app) } },
  ]
}

function appsOf(project: OutputOf<'projects.get'> | null): PaletteEntry[] {
  if (!project) return []
  return project.apps.flatMap(app =>
    app.environments.map(({ appEnvironmentId, environmentSlug }) => ({
      id: appEnvironmentId,
      group: 'Apps' as const,
      label: app.name,
      hint: environmentSlug,
      target: { href: appPath({ project: project.slug, environment: environmentSlug, app: app.slug }) },
    })),
  )
}

const projectEntry = ({ id, name, slug }: OutputOf<'projects.list'>['projects'][number]): PaletteEntry => ({
  id,
  group: 'Projects',
  label: name,
  hint: slug === name ? '' : slug,
  target: { href: projectPath(slug) },
})

function goTo(project: string | null): PaletteEntry[] {
  const page = (label: string, href: string): PaletteEntry => ({
    id: href,
    group: 'Go to',
    label,
    hint: '',
    target: { href },
  })
  return [
    ...(project
      ? [
          page('Add app', `${projectPath(project)}/apps/new`),
          page('Project settings', `${projectPath(project)}/settings`),
        ]
      : []),
    page('New project', '/projects/new'),
    ...JUMPS.map(({ label, href }) => page(label, href)),
    {
      id: 'shortcuts',
      group: 'Go to',
      label: 'Keyboard shortcuts',
      hint: '?',
      target: { action: 'shortcuts' },
    },
  ]
}

/** Entries in which every word of `query` occurs, at most `limit`: a list of thousands would stutter. */
export function searchEntries(entries: PaletteEntry[], query: string, limit = 40): PaletteEntry[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean)
  return entries
    .filter(({ label, hint, group }) => {
      const text = `${label} ${hint} ${group}`.toLowerCase()
      return words.every(word => text.includes(word))
    })
    .slice(0, limit)
}
