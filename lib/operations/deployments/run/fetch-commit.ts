import type { GitCommit, GitRemote } from '@/lib/ports/git'
import { keepHostKeys } from '../../apps/host-keys'
import { remoteOf } from '../../apps/remote'
import type { Run } from './run'
import { DeployFailure } from './stop-reasons'

const TIMEOUT_MS = 5 * 60_000

/** The pinned commit, or the newest one of the branch, brought to the mirror. */
export async function fetchCommit(run: Run): Promise<GitCommit> {
  const { ctx, row, lease, log } = run
  const { app } = row.appEnvironment
  const ref = row.commitSha ?? row.branch
  if (!ref)
    throw new DeployFailure('git.branch-missing', 'No branch is chosen.', 'Choose one in the settings.', [])
  log.say(
    'PREPARING',
    `Fetching ${row.commitSha ? row.commitSha.slice(0, 7) : ref} from ${app.repositoryUrl}`,
  )
  const timeout = AbortSignal.timeout(TIMEOUT_MS)
  const signal = AbortSignal.any([lease.signal, timeout])
  try {
    const commit = await ctx.git.fetch(app.id, await knownRemote(run, signal), ref, signal)
    log.say(
      'PREPARING',
      `Commit ${commit.sha.slice(0, 7)} by ${firstLine(commit.authorName)}: ${firstLine(commit.message)}`,
    )
    return commit
  } catch (error) {
    if (timeout.aborted && !lease.signal.aborted) throw tookTooLong()
    throw error
  }
}

/** The remote, of an ssh host whose key is known: an app may be deployed before anybody looked at its repository. */
async function knownRemote({ ctx, row, log }: Run, signal: AbortSignal): Promise<GitRemote> {
  const { app } = row.appEnvironment
  const remote = remoteOf(ctx, app)
  if (remote.credentials.kind === 'token') log.hide([remote.credentials.token])
  if (remote.credentials.kind !== 'deploy-key' || app.sshKnownHosts) return remote
  return keepHostKeys(ctx, app, remote, await ctx.git.branches(remote, signal))
}

const MAX_SUBJECT = 200

/** The subject of a commit, for one line of text; cut between characters, not within one. */
export const firstLine = (message: string) =>
  [...(message.split('\n')[0] ?? '').slice(0, 10 * MAX_SUBJECT).replace(/[\p{Cc}\p{Cf}\p{Cs}]/gu, '')]
    .slice(0, MAX_SUBJECT)
    .join('')

const tookTooLong = () =>
  new DeployFailure(
    'git.timeout',
    'Fetching the repository took longer than 5 minutes.',
    'Check that the git host is up, or make the repository smaller; then deploy again.',
    [],
  )
