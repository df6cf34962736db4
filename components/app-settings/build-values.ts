import type { InputOf } from '@/lib/api/contract'
import type { BuildSettings } from '@/lib/core/build/plan'
import type { App } from '@/lib/operations/apps/schema'

export type BuildField = keyof BuildSettings

export interface BuildValues {
  builder: App['builder']
  dockerfilePath: string
  settings: Record<BuildField, string>
}

/** The overrides in the order of the form, with what they are; `only`: for these builders. */
export const BUILD_FIELDS: {
  field: BuildField
  label: string
  placeholder: string
  help?: string
  only: App['builder'][]
}[] = [
  { field: 'installCommand', label: 'Install command', placeholder: 'As detected', only: ['AUTO'] },
  { field: 'buildCommand', label: 'Build command', placeholder: 'As detected', only: ['AUTO', 'STATIC'] },
  { field: 'startCommand', label: 'Start command', placeholder: 'As detected', only: ['AUTO', 'DOCKERFILE'] },
  {
    field: 'staticDirectory',
    label: 'Static directory',
    placeholder: 'As detected',
    help: 'Folder of finished files for the web server.',
    only: ['AUTO', 'STATIC'],
  },
  { field: 'pythonVersion', label: 'Python version', placeholder: 'As detected', only: ['AUTO'] },
  { field: 'nodeVersion', label: 'Node version', placeholder: 'As detected', only: ['AUTO', 'STATIC'] },
  {
    field: 'composeFile',
    label: 'Compose file',
    placeholder: 'compose.yaml',
    help: 'From the root directory.',
    only: ['AUTO', 'COMPOSE'],
  },
  {
    field: 'webService',
    label: 'Web service',
    placeholder: 'As detected',
    help: 'The service of the Compose file that answers requests.',
    only: ['AUTO', 'COMPOSE'],
  },
]

/** The form's values for what is saved. */
export function buildValues(app: App): BuildValues {
  const saved = (field: BuildField) => app.buildSettings[field] ?? ''
  return {
    builder: app.builder,
    dockerfilePath: app.dockerfilePath,
    settings: {
      installCommand: saved('installCommand'),
      buildCommand: saved('buildCommand'),
      startCommand: saved('startCommand'),
      staticDirectory: saved('staticDirectory'),
      pythonVersion: saved('pythonVersion'),
      nodeVersion: saved('nodeVersion'),
      composeFile: saved('composeFile'),
      webService: saved('webService'),
    },
  }
}

/** What to send: an empty override is left out, which means "as detected". */
export const buildChange = ({
  builder,
  dockerfilePath,
  settings,
}: BuildValues): Omit<InputOf<'apps.update'>, 'appId'> => ({
  builder,
  dockerfilePath,
  buildSettings: Object.fromEntries(
    Object.entries(settings).flatMap(([field, value]) => (value.trim() ? [[field, value.trim()]] : [])),
  ),
})
