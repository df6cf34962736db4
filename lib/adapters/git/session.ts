import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { RepositoryUrl } from '@/lib/core/git/url'
import type { GitCredentials } from '@/lib/ports/git'
import { type GitAdapterOptions, hygienicEnvironment, networkEnvironment } from './options'

/** A private folder with the credentials of one command; gone when the command is. */
export interface Session {
  env: Record<string, string>
  /** known_hosts lines after the command, when ssh was used. */
  knownHosts(): Promise<string | undefined>
}

const ASKPASS = `#!/bin/sh
case "$1" in
Username*) printf '%s\\n' "$BERTH_GIT_USERNAME" ;;
*) printf '%s\\n' "$BERTH_GIT_TOKEN" ;;
esac
`

/** Who a token signs in as where the host cares; any name does elsewhere. */
const TOKEN_USERS: Record<string, string> = {
  'github.com': 'x-access-token',
  'bitbucket.org': 'x-token-auth',
}

/** Runs `work` with a private folder (0700) that holds the credentials, and removes it whatever happens. */
export async function withSession<T>(
  options: GitAdapterOptions,
  credentials: GitCredentials,
  url: RepositoryUrl,
  addresses: string[],
  work: (session: Session) => Promise<T>,
): Promise<T> {
  await sweepOnce(options.privateDir)
  const dir = await mkdtemp(path.join(options.privateDir, `git-${process.pid}-`))
  try {
    const env = { ...hygienicEnvironment(dir), ...networkEnvironment(options.env) }
    if (url.kind !== 'ssh') Object.assign(env, await tokenEnvironment(dir, credentials, url))
    if (url.kind !== 'ssh' || credentials.kind !== 'deploy-key')
      return await work({ env, knownHosts: async () => undefined })
    const known = path.join(dir, 'known_hosts')
    await writeFile(known, credentials.knownHosts ?? '', { mode: 0o600 })
    await writeFile(path.join(dir, 'key'), `${credentials.privateKey.trimEnd()}\n`, { mode: 0o600 })
    await writeFile(path.join(dir, 'ssh_config'), sshConfig(dir, url, addresses), { mode: 0o600 })
    Object.assign(env, { GIT_SSH_COMMAND: `ssh -F ${quoted(path.join(dir, 'ssh_config'))}` })
    return await work({ env, knownHosts: () => readFile(known, 'utf8') })
  } finally {
    await rm(dir, { recursive: true, force: true })
  }
}

async function tokenEnvironment(dir: string, credentials: GitCredentials, url: RepositoryUrl) {
  if (credentials.kind !== 'token') return {}
  const askpass = path.join(dir, 'askpass')
  await writeFile(askpass, ASKPASS, { mode: 0o700 })
  return {
    GIT_ASKPASS: askpass,
    BERTH_GIT_USERNAME: credentials.username || (TOKEN_USERS[url.host] ?? 'oauth2'),
    BERTH_GIT_TOKEN: credentials.token,
  }
}

/** The only place of ssh options. `url` is checked by core, so its parts are plain words here. */
function sshConfig(dir: string, url: RepositoryUrl, addresses: string[]): string {
  const alias = url.port === null ? url.host : `[${url.host}]:${url.port}`
  const lines = [
    'Host *',
    ...(addresses[0] ? [`HostName ${addresses[0]}`] : []),
    `HostKeyAlias ${alias}`,
    `IdentityFile ${configPath(path.join(dir, 'key'))}`,
    `UserKnownHostsFile ${configPath(path.join(dir, 'known_hosts'))}`,
    'GlobalKnownHostsFile /dev/null',
    'IdentitiesOnly yes',
    'IdentityAgent none',
    'PreferredAuthentications publickey',
    'BatchMode yes',
    // The first key is taken on trust and kept; another one later is refused.
    'StrictHostKeyChecking accept-new',
    'HashKnownHosts no',
    'UpdateHostKeys no',
    'ForwardAgent no',
    'ConnectTimeout 15',
    'ServerAliveInterval 15',
    'ServerAliveCountMax 3',
  ]
  return `${lines.join('\n  ')}\n`
}

/** In ssh_config a path is quoted, and % starts a placeholder. */
const configPath = (file: string) => `"${file.replaceAll('%', '%%')}"`

/** git hands GIT_SSH_COMMAND to sh: our own path is the only thing in it. */
const quoted = (text: string) => `'${text.replaceAll("'", "'\\''")}'`

const swept = new Map<string, Promise<void>>()
const sweepOnce = (privateDir: string) => {
  const known = swept.get(privateDir)
  if (known) return known
  const sweep = sweepSessions(privateDir).catch(error => {
    swept.delete(privateDir)
    throw error
  })
  swept.set(privateDir, sweep)
  return sweep
}

/** Removes what killed processes left, keys among it. */
async function sweepSessions(privateDir: string): Promise<void> {
  await mkdir(privateDir, { recursive: true, mode: 0o700 })
  for (const name of await readdir(privateDir)) {
    const pid = Number(/^git-(\d+)-/.exec(name)?.[1])
    if (pid && (pid === process.pid || !isAlive(pid)))
      await rm(path.join(privateDir, name), { recursive: true, force: true })
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}
