import type { App } from '@/lib/adapters/db/generated/client'
import type { GitRemote, RemoteBranches } from '@/lib/ports/git'
import type { Context } from '../context'

/**
 * An ssh host's key is taken on trust once. Keeps the one that a first connection learned, and returns the remote that
 * from then on is refused to a host with another key.
 */
export async function keepHostKeys(
  ctx: Pick<Context, 'db'>,
  app: Pick<App, 'id' | 'repositoryUrl' | 'sshKnownHosts'>,
  remote: GitRemote,
  { knownHosts }: RemoteBranches,
): Promise<GitRemote> {
  if (remote.credentials.kind !== 'deploy-key' || !knownHosts) return remote
  if (knownHosts !== app.sshKnownHosts) {
    const unchanged = { id: app.id, repositoryUrl: app.repositoryUrl }
    await ctx.db.app.updateMany({ where: unchanged, data: { sshKnownHosts: knownHosts } })
  }
  return { ...remote, credentials: { ...remote.credentials, knownHosts } }
}
