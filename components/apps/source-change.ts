import type { InputOf } from '@/lib/api/contract'
import type { App } from '@/lib/operations/apps/schema'
import { gitAuthOf, type SourceValues } from './source'

/** The form's values for what is saved; secrets are never sent to the browser. */
export const savedSource = (app: App): SourceValues => ({
  repositoryUrl: app.repositoryUrl,
  auth: app.gitAuth,
  username: '',
  token: '',
  rootDirectory: app.rootDirectory,
})

/** What to send. Credentials only when they change: sending them replaces the stored ones, and a deploy key would be made anew. */
export function changedSource(app: App, values: SourceValues): Omit<InputOf<'apps.update'>, 'appId'> {
  const credentialsChange = values.auth !== app.gitAuth || (values.auth === 'token' && values.token !== '')
  return {
    repositoryUrl: values.repositoryUrl,
    rootDirectory: values.rootDirectory,
    ...(credentialsChange && { gitAuth: gitAuthOf(values) }),
  }
}
