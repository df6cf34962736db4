import type { App } from '@/lib/adapters/db/generated/client'
import type { GitCredentials, GitRemote } from '@/lib/ports/git'
import type { Context } from '../context'

/** Names of an app's sealed values: what is sealed under one cannot be opened under another. */
export const appSecret = {
  gitToken: (appId: string) => `app:${appId}:git-token`,
  deployKey: (appId: string) => `app:${appId}:deploy-key`,
  webhookSecret: (appId: string) => `app:${appId}:webhook-secret`,
}

type RemoteFields = Pick<
  App,
  'id' | 'repositoryUrl' | 'gitAuth' | 'gitUsername' | 'gitTokenSealed' | 'deployKeySealed' | 'sshKnownHosts'
> & { project: { dataKey: string } }

/** The app's repository with its credentials opened. Never log it, never send it anywhere but to the git port. */
export function remoteOf(ctx: Pick<Context, 'secrets'>, app: RemoteFields): GitRemote {
  return { url: app.repositoryUrl, credentials: credentialsOf(ctx, app) }
}

function credentialsOf({ secrets }: Pick<Context, 'secrets'>, app: RemoteFields): GitCredentials {
  const { dataKey } = app.project
  if (app.gitAuth === 'TOKEN' && app.gitTokenSealed) {
    const token = secrets.open(dataKey, appSecret.gitToken(app.id), app.gitTokenSealed)
    return { kind: 'token', token, ...(app.gitUsername ? { username: app.gitUsername } : {}) }
  }
  if (app.gitAuth === 'DEPLOY_KEY' && app.deployKeySealed) {
    const privateKey = secrets.open(dataKey, appSecret.deployKey(app.id), app.deployKeySealed)
    return {
      kind: 'deploy-key',
      privateKey,
      ...(app.sshKnownHosts ? { knownHosts: app.sshKnownHosts } : {}),
    }
  }
  return { kind: 'none' }
}
