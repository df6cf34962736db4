/** Addresses of pages, in one place so that links cannot drift apart. */
export const projectPath = (project: string) => `/projects/${project}`

export const projectSettingsPath = (project: string) => `${projectPath(project)}/settings`

/** The variables that all apps of an environment have. */
export const sharedVariablesPath = (project: string, environment: string) =>
  `${projectSettingsPath(project)}/variables/${environment}`

export const setUpPath = (project: string, app: string) => `/projects/${project}/apps/${app}/set-up`

export interface AppPlace {
  project: string
  environment: string
  app: string
}

export const appPath = ({ project, environment, app }: AppPlace) =>
  `/projects/${project}/${environment}/${app}`

export const deploymentPath = (place: AppPlace, number: number) => `${appPath(place)}/deployments/${number}`

/** The page that promotes to the environment of `place`. */
export function promotePath(place: AppPlace, { from, release }: { from: string; release?: string }): string {
  const query = new URLSearchParams({ from, ...(release ? { release } : {}) })
  return `${appPath(place)}/promote?${query}`
}

export const APP_TABS = [
  { segment: '', label: 'Overview' },
  { segment: 'deployments', label: 'Deployments' },
  { segment: 'logs', label: 'Logs' },
  { segment: 'variables', label: 'Variables' },
  { segment: 'domains', label: 'Domains' },
  { segment: 'traffic', label: 'Traffic' },
  { segment: 'settings', label: 'Settings' },
] as const

/** The same tab of the same app in another environment; what is below the tab (a deployment) is not there and is left out. */
export function inEnvironment(path: string, environment: string): string {
  const [, projects, project, , app, tab] = path.split('/')
  return ['', projects, project, environment, app, ...(tab ? [tab] : [])].join('/')
}

/** Static pages under a project; an environment cannot have these slugs. */
const RESERVED = new Set(['settings', 'apps'])

/** Project, environment and app of an address, as far as it has them. Slugs are plain ASCII: nothing to decode. */
export function placeOf(path: string): Partial<AppPlace> {
  const [, root, project, environment, app] = path.split('/')
  if (root !== 'projects' || !project || project === 'new') return {}
  if (!environment || RESERVED.has(environment)) return { project }
  return app ? { project, environment, app } : { project, environment }
}
