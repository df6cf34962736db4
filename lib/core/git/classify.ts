import { GitProblem, type GitProblemCode } from './problem'

export interface GitFailureContext {
  host: string
  /** How we signed in. */
  credentials: 'none' | 'token' | 'deploy-key'
}

interface Rule {
  pattern: RegExp
  code: GitProblemCode
  sentence: (context: GitFailureContext, match: RegExpExecArray) => string
  fix: (context: GitFailureContext) => string
}

const CHECK_ADDRESS = 'Check the address of the repository.'
const LATER = 'Check the address, and that the git host is up; then try again.'

/** Ordered: what is said first is the cause, later lines of git are consequences. Wording of git 2.30 to 2.50 and OpenSSH 9. */
const RULES: Rule[] = [
  {
    pattern: /REMOTE HOST IDENTIFICATION HAS CHANGED|Host key verification failed|host key .* has changed/i,
    code: 'git.host-key-changed',
    sentence: ({ host }) => `${host} shows another ssh host key than at the first connection.`,
    fix: () =>
      'If the host was moved or reinstalled, save the source settings of the app again to accept its new key. Otherwise someone may be in between.',
  },
  {
    pattern: /could not resolve host|name or service not known|temporary failure in name resolution/i,
    code: 'git.unreachable',
    sentence: ({ host }) => `The host name ${host} is not known.`,
    fix: () => CHECK_ADDRESS,
  },
  {
    pattern: /certificate|SSL_|gnutls_handshake|TLS connect|unexpected eof while reading/i,
    code: 'git.unreachable',
    sentence: ({ host }) => `The certificate of ${host} is not trusted, or the secure connection failed.`,
    fix: () => 'Mend the certificate, or have the operator add its authority to what the server trusts.',
  },
  {
    pattern: /could not read Username|could not read Password/i,
    code: 'git.auth-failed',
    sentence: ({ host }) => `${host} asks for a sign-in: the repository is private or does not exist.`,
    fix: () => 'Check the address. For a private repository choose "Token" or "Deploy key".',
  },
  {
    pattern: /returned error: 403|HTTP code 403|Write access .* not granted/i,
    code: 'git.auth-failed',
    sentence: ({ host }) => `${host} does not allow reading this repository (403).`,
    fix: context => credentialsFix(context),
  },
  {
    pattern: /Authentication failed|HTTP Basic: Access denied|returned error: 401|Invalid username or/i,
    code: 'git.auth-failed',
    sentence: ({ host, credentials }) =>
      credentials === 'none' ? `${host} asks for a sign-in.` : `${host} does not accept the token.`,
    fix: context => credentialsFix(context),
  },
  {
    pattern: /Permission denied \(|Too many authentication failures|no such identity|error in libcrypto/i,
    code: 'git.auth-failed',
    sentence: ({ host }) => `${host} does not accept the deploy key.`,
    fix: () => 'Add the public key shown in the settings to the repository as a deploy key.',
  },
  {
    pattern:
      /repository '?.*'? not found|ERROR: Repository not found|returned error: 404|does not appear to be a git repository|project you were looking for could not be found|access denied or repository not exported/i,
    code: 'git.not-found',
    sentence: ({ host, credentials }) =>
      credentials === 'none'
        ? `${host} has no such repository, or it is private.`
        : `${host} has no such repository, or these credentials may not see it.`,
    fix: ({ credentials }) =>
      credentials === 'none' ? `${CHECK_ADDRESS} For a private repository add a token.` : CHECK_ADDRESS,
  },
  {
    pattern: /is this a git repository\?|invalid content-type|bad line length character/i,
    code: 'git.not-found',
    sentence: ({ host }) => `${host} answered, but not with a git repository.`,
    fix: () => CHECK_ADDRESS,
  },
  {
    pattern: /returned error: (\d{3})/i,
    code: 'git.unreachable',
    sentence: ({ host }, match) => `${host} answered with error ${match[1]}.`,
    fix: () => LATER,
  },
  {
    pattern: /Connection refused/i,
    code: 'git.unreachable',
    sentence: ({ host }) => `${host} refuses the connection.`,
    fix: () => LATER,
  },
  {
    pattern:
      /timed out|too slow|No route to host|Network is unreachable|Failed to connect|Couldn't connect|Connection reset|Connection closed|Empty reply|kex_exchange|RPC failed|early EOF|hung up unexpectedly|Broken pipe/i,
    code: 'git.unreachable',
    sentence: ({ host }) => `${host} cannot be reached, or the connection broke.`,
    fix: () => LATER,
  },
]

const credentialsFix = ({ credentials }: GitFailureContext) =>
  credentials === 'token'
    ? 'Check that the token is not expired and may read this repository, then save it again.'
    : 'Add a token that may read this repository.'

/** What git's error output means for the user. `secrets` are blotted out of what is quoted. */
export function classifyGitError(
  stderr: string,
  context: GitFailureContext,
  secrets: string[] = [],
): GitProblem {
  for (const rule of RULES) {
    const match = rule.pattern.exec(stderr)
    if (match) return new GitProblem(rule.code, rule.sentence(context, match), rule.fix(context))
  }
  const line = quotable(stderr, secrets)
  return new GitProblem(
    'git.unreachable',
    line ? `The repository cannot be read: ${line}` : 'The repository cannot be read.',
    LATER,
  )
}

/** The last telling line of git's error output, without secrets, control characters or addresses with a user part. */
export function quotable(stderr: string, secrets: string[]): string {
  const lines = stderr
    .split(/[\r\n]+/)
    .map(line => line.trim())
    .filter(line => line !== '')
  const telling = lines.findLast(line => /^(fatal|error|remote|ERROR):/.test(line)) ?? lines.at(-1) ?? ''
  let text = telling
  for (const secret of secrets.filter(value => value !== '')) {
    for (const form of [secret, encodeURIComponent(secret)]) text = text.replaceAll(form, '***')
  }
  return text
    .replace(/\/\/[^/\s@]*@/g, '//***@')
    .replace(/[\p{Cc}\p{Cf}]/gu, '')
    .slice(0, 300)
}

const DAMAGE = [
  'not a git repository',
  'object file .* is empty',
  'loose object .* corrupt',
  'bad (?:object|config)',
  'unable to read (?:tree|sha1|[0-9a-f]{40})',
  '(?:pack|packfile) .*(?:corrupt|cannot be|inaccessible|does not match)',
  'missing (?:blob|tree|commit|necessary objects)',
  'did not send all necessary objects',
  'inflate: data stream error',
  'index file corrupt',
  'invalid object',
  'failed to read object',
  'does not point to a valid object',
  'unresolved deltas',
  'could not (?:read|parse|open) (?:commit|object)',
]
const SAYS_DAMAGED = new RegExp(DAMAGE.join('|'), 'i')

/** Whether git complains of its own copy rather than of the remote. */
export const saysDamaged = (stderr: string): boolean =>
  stderr.split('\n').some(line => !line.startsWith('remote:') && SAYS_DAMAGED.test(line))

/** Whether a process that was killed left a lock behind. */
export const saysLocked = (stderr: string): boolean => /\.lock': File exists/i.test(stderr)

/** Where a redirect of the first request leads; read from git's trace of response headers. */
export function redirectTarget(trace: string): string | null {
  const locations = [...trace.matchAll(/Recv header:\s*location:\s*(\S+)/gi)]
  const target = locations[0]?.[1]?.replace(/\/info\/refs(?:\?.*)?$/, '')
  return target ?? null
}

/** Whether the answer was a redirect, which git was told not to follow. */
export const saysRedirected = (stderr: string): boolean =>
  /returned error: 30[12378]|unable to update url base from redirection/i.test(stderr)
