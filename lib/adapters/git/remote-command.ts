import { classifyGitError, redirectTarget, saysRedirected } from '@/lib/core/git/classify'
import { GitProblem } from '@/lib/core/git/problem'
import { credentialsProblem, parseRepositoryUrl, type RepositoryUrl } from '@/lib/core/git/url'
import type { GitCredentials, GitRemote } from '@/lib/ports/git'
import { ProcessFailed, type RunResult, run } from '../process/run'
import { ensureExample } from './example'
import { publicAddresses } from './guard'
import type { GitAdapterOptions } from './options'
import { type Session, withSession } from './session'

export interface RemoteCommand {
  /** git's arguments, given the address. */
  argv: (url: string) => string[]
  signal: AbortSignal
  timeoutMs: number
  /** Held with flock(1) while git runs, by git itself: a git that outlives us keeps it. */
  lock?: string
}

export type RemoteResult =
  | { ok: true; stdout: Buffer; knownHosts?: string }
  | { ok: false; stderr: string; problem: GitProblem }

interface Target {
  url: RepositoryUrl
  credentials: GitCredentials
}

const MAX_REDIRECTS = 3
const MAX_MOVES = 1000
/** Where addresses moved to, so that a redirect is looked up once per process. */
const moves = new Map<string, RepositoryUrl>()

/** Runs git against a remote. A remote's failure is a result; a cancelled command rejects with the signal's reason. */
export async function runRemote(
  options: GitAdapterOptions,
  remote: GitRemote,
  command: RemoteCommand,
): Promise<RemoteResult> {
  const start = startingPoint(remote)
  const moved = moves.get(remote.url)
  if (moved) {
    // Forgotten until it works again, so that a new home that is gone does not hide the old one.
    moves.delete(remote.url)
    const there = { url: moved, credentials: credentialsFor(start, moved) }
    const { result } = await attempt(options, there, command)
    if (result.ok) moves.set(remote.url, moved)
    if (result.ok) return result
  }
  return followed(options, remote.url, start, command)
}

async function followed(
  options: GitAdapterOptions,
  address: string,
  start: Target,
  command: RemoteCommand,
): Promise<RemoteResult> {
  let target = start
  for (let hop = 0; ; hop++) {
    const { result, movedTo } = await attempt(options, target, command)
    if (result.ok && hop > 0) {
      if (moves.size >= MAX_MOVES) moves.clear()
      moves.set(address, target.url)
    }
    const next = movedTo && hop < MAX_REDIRECTS ? redirected(target, movedTo) : null
    if (!next) return result
    target = next
  }
}

function startingPoint(remote: GitRemote): Target {
  const parsed = parseRepositoryUrl(remote.url, { allowExample: true })
  if (!parsed.ok) throw new GitProblem('git.url-invalid', parsed.sentence, parsed.fix)
  const mismatch = credentialsProblem(parsed.url, remote.credentials.kind)
  if (mismatch) throw new GitProblem('git.auth-failed', mismatch.sentence, mismatch.fix)
  return { url: parsed.url, credentials: plainCredentials(remote.credentials) }
}

/** What cannot have been meant, and would be cut at the line break on its way to git. */
function plainCredentials(credentials: GitCredentials): GitCredentials {
  if (credentials.kind !== 'token') return credentials
  if (!/\p{Cc}/u.test(`${credentials.token}${credentials.username ?? ''}`)) return credentials
  throw new GitProblem(
    'git.auth-failed',
    'The token or its user name contains a line break or another control character.',
    'Enter the token once more, without anything before or after it.',
  )
}

/** A redirect is followed by us, not by git: its host passes the same guard, and a token stays with its host. */
function redirected(from: Target, location: string): Target | null {
  const absolute = URL.canParse(location, from.url.url) ? new URL(location, from.url.url).href : ''
  const parsed = parseRepositoryUrl(absolute)
  if (!parsed.ok || parsed.url.kind === 'ssh' || parsed.url.url === from.url.url) return null
  return { url: parsed.url, credentials: credentialsFor(from, parsed.url) }
}

/** Only the same server gets the token: same host and port, or https instead of http. */
function credentialsFor({ url, credentials }: Target, to: RepositoryUrl): GitCredentials {
  const better = url.kind === 'http' && to.kind === 'https'
  const same = to.host === url.host && to.port === url.port && (to.kind === url.kind || better)
  return same ? credentials : { kind: 'none' }
}

async function attempt(
  options: GitAdapterOptions,
  target: Target,
  command: RemoteCommand,
): Promise<{ result: RemoteResult; movedTo: string | null }> {
  const { url, credentials } = target
  const addresses =
    options.allowPrivate || url.kind === 'example' ? [] : await publicAddresses(url, isProxied(options, url))
  const address = url.kind === 'example' ? await ensureExample(options, url.path) : url.url
  return withSession(options, credentials, url, addresses, async session => {
    const spawned = await spawnGit(session, url, addresses, address, command)
    if (spawned.exitCode === 0) {
      const result: RemoteResult = { ok: true, stdout: spawned.stdout, ...(await learned(session)) }
      return { result, movedTo: null }
    }
    const problem = classifyGitError(
      spawned.stderr,
      { host: url.host || 'The example', credentials: credentials.kind },
      credentials.kind === 'token' ? [credentials.token] : [],
    )
    const result: RemoteResult = { ok: false, stderr: spawned.stderr, problem }
    const movedTo = saysRedirected(spawned.stderr)
      ? await findRedirect(session, url, addresses, command)
      : null
    return { result, movedTo }
  })
}

async function learned(session: Session): Promise<{ knownHosts?: string }> {
  const knownHosts = await session.knownHosts()
  return knownHosts ? { knownHosts } : {}
}

async function spawnGit(
  session: Session,
  url: RepositoryUrl,
  addresses: string[],
  address: string,
  { argv, signal, timeoutMs, lock }: RemoteCommand,
): Promise<RunResult> {
  const git = ['git', ...networkConfig(url, addresses), ...argv(address)]
  const [file = 'git', ...rest] = lock ? ['flock', '-x', lock, ...git] : git
  const env = { ...session.env, GIT_ALLOW_PROTOCOL: url.kind === 'example' ? 'file' : url.kind }
  try {
    return await run(file, rest, { env, signal, timeoutMs, cwd: session.env.HOME })
  } catch (error) {
    throw asProblem(error, url, timeoutMs)
  }
}

function asProblem(error: unknown, url: RepositoryUrl, timeoutMs: number): unknown {
  if (!(error instanceof ProcessFailed)) return error
  if (error.reason === 'aborted') return error.cause
  if (error.reason === 'timeout') {
    return new GitProblem(
      'git.timeout',
      `${url.host || 'The example'} did not finish within ${timeoutMs / 1000} seconds.`,
      'Check that the git host is up, or make the repository smaller; then try again.',
    )
  }
  return error
}

function networkConfig(url: RepositoryUrl, addresses: string[]): string[] {
  const config = [
    'credential.helper=',
    'http.followRedirects=false',
    'http.lowSpeedLimit=1000',
    'http.lowSpeedTime=30',
    'gc.autoDetach=false',
  ]
  if (addresses.length > 0 && url.kind !== 'ssh') {
    const port = url.port ?? (url.kind === 'https' ? 443 : 80)
    const list = addresses.map(address => (address.includes(':') ? `[${address}]` : address))
    config.push(`http.curloptResolve=${url.host}:${port}:${list.join(',')}`)
  }
  return config.flatMap(entry => ['-c', entry])
}

/** Asks again with git's trace of response headers (which leaves out credentials) and reads where the answer points. */
async function findRedirect(
  session: Session,
  url: RepositoryUrl,
  addresses: string[],
  command: RemoteCommand,
): Promise<string | null> {
  const traced = {
    ...session,
    env: { ...session.env, GIT_TRACE_CURL: '1', GIT_TRACE_CURL_NO_DATA: '1', GIT_TRACE_REDACT: '1' },
  }
  const asked = await spawnGit(traced, url, addresses, url.url, {
    argv: address => ['ls-remote', '--', address, 'HEAD'],
    signal: command.signal,
    timeoutMs: Math.min(command.timeoutMs, 30_000),
  })
  return redirectTarget(asked.stderr)
}

function isProxied(options: GitAdapterOptions, url: RepositoryUrl): boolean {
  const names =
    url.kind === 'https'
      ? ['https_proxy', 'HTTPS_PROXY', 'all_proxy', 'ALL_PROXY']
      : ['http_proxy', 'all_proxy', 'ALL_PROXY']
  return url.kind !== 'ssh' && names.some(name => options.env[name])
}
