/** Where a repository is, checked and in the one form that is handed to git. */
export interface RepositoryUrl {
  kind: 'https' | 'http' | 'ssh' | 'example'
  /** Canonical text, free of credentials, safe as an argument. */
  url: string
  /** Lower-case; IPv6 without brackets. Empty for an example. */
  host: string
  /** null: the scheme's own. */
  port: number | null
  /** ssh only. */
  user: string | null
  /** Without leading slash. For an example: its name. */
  path: string
  /** Said beside the field; the address works all the same. */
  warning: string | null
}

export type ParsedRepositoryUrl =
  | { ok: true; url: RepositoryUrl }
  | { ok: false; sentence: string; fix: string }

const EXAMPLE_FIX = 'Use the address your git host shows for cloning, like https://github.com/you/app.git.'
const MAX_LENGTH = 500
const HOST = /^(?:[a-z0-9](?:[a-z0-9._-]*[a-z0-9])?|\[[0-9a-f:.]+\])$/
const USER = /^[A-Za-z0-9_][A-Za-z0-9._-]*$/
/** Letters, digits and the punctuation git hosts allow: nothing a shell, ssh or a remote command line would read as more. */
const PATH = /^[\p{L}\p{N}._~/+@%:,=-]+$/u

const refuse = (sentence: string, fix = EXAMPLE_FIX): ParsedRepositoryUrl => ({ ok: false, sentence, fix })

/**
 * Checks a repository address as people paste it: https, http (with a warning), ssh:// and git@host:path.
 * Everything else git would take (ext::, file paths, git://, options) is refused, and so are credentials.
 * `allowExample` admits `berth-example://NAME`, which only Berth itself writes.
 */
export function parseRepositoryUrl(
  text: string,
  options: { allowExample?: boolean } = {},
): ParsedRepositoryUrl {
  const value = text.trim()
  if (value === '') return refuse('The repository address is empty.')
  if (value.length > MAX_LENGTH)
    return refuse(`The repository address is longer than ${MAX_LENGTH} characters.`)
  if (/[\p{Cc}\p{Cf}\s\\]/u.test(value))
    return refuse('The repository address contains spaces, backslashes or control characters.')
  if (value.startsWith('-')) return refuse('A repository address cannot start with a dash.')
  const scheme = /^([a-z][a-z0-9+.-]*):\/\//i.exec(value)?.[1]?.toLowerCase()
  if (scheme === 'https' || scheme === 'http') return parseHttp(value, scheme)
  if (scheme === 'ssh') return parseSsh(value)
  if (scheme === 'berth-example' && options.allowExample) return parseExample(value)
  if (scheme) return refuse(`Addresses that start with ${scheme}:// are not supported.`)
  if (value.includes('::'))
    return refuse('Addresses with a git remote helper (name::address) are not supported.')
  const scp = /^([^/:@]+)@([^/:@]+|\[[^\]]+\]):([^:].*)$/.exec(value)
  if (scp) return ssh(scp[1] ?? '', scp[2] ?? '', '', scp[3] ?? '')
  return refuseBare(value)
}

function parseHttp(value: string, kind: 'https' | 'http'): ParsedRepositoryUrl {
  if (!URL.canParse(value)) return refuse('This is not a valid address.')
  const url = new URL(value)
  if (url.username || url.password || /^[a-z]+:\/\/[^/]*@/i.test(value)) {
    return refuse(
      'The address contains a user name or a password, which would be stored in clear.',
      'Remove everything before the @, and put the token in the token field.',
    )
  }
  if (url.search || url.hash || /[?#]/.test(value)) return refuse('The address must not contain ? or #.')
  const host = url.hostname.toLowerCase().replace(/\.$/, '')
  const path = url.pathname.replace(/^\/+/, '').replace(/\/+$/, '')
  const wrong =
    wrongHost(host) ?? wrongPath(path, value.replace(/^\w+:\/+[^/]*\//, '')) ?? pageAddress(kind, host, path)
  if (wrong) return wrong
  return {
    ok: true,
    url: {
      kind,
      url: `${kind}://${host}${url.port ? `:${url.port}` : ''}/${path}`,
      host: bare(host),
      port: url.port ? Number(url.port) : null,
      user: null,
      path,
      warning:
        kind === 'http'
          ? 'http:// sends the source, and the token if there is one, without encryption. Use https:// where you can.'
          : null,
    },
  }
}

function parseSsh(value: string): ParsedRepositoryUrl {
  const parts = /^ssh:\/\/(?:([^/@]*)@)?(\[[^\]/@]+\]|[^/:@]*)(?::(\d*))?\/(.*)$/i.exec(value)
  if (!parts) return refuse('This is not a valid ssh address.', 'Write it like ssh://git@host/you/app.git.')
  return ssh(parts[1] ?? 'git', parts[2] ?? '', parts[3] ?? '', parts[4] ?? '')
}

function ssh(user: string, hostText: string, portText: string, pathText: string): ParsedRepositoryUrl {
  if (user.includes(':'))
    return refuse('The address contains a password.', 'Remove it, and use a deploy key.')
  if (!USER.test(user)) return refuse('The user name in the address is not valid.')
  const host = canonicalHost(hostText)
  const port = portText === '' ? null : Number(portText)
  const path = pathText.replace(/^\/+/, '').replace(/\/+$/, '')
  const wrong = wrongHost(host) ?? wrongPath(path, pathText)
  if (wrong) return wrong
  if (port !== null && (port < 1 || port > 65535)) return refuse('The port in the address is not valid.')
  // A leading slash is kept for the server: some serve absolute paths only.
  const written = pathText.startsWith('/') ? `/${path}` : path
  const authority = `${user}@${host}`
  return {
    ok: true,
    url: {
      kind: 'ssh',
      url: port === null ? `${authority}:${written}` : `ssh://${authority}:${port}/${path}`,
      host: bare(host),
      port,
      user,
      path,
      warning: null,
    },
  }
}

function parseExample(value: string): ParsedRepositoryUrl {
  const name = /^berth-example:\/\/([a-z0-9][a-z0-9-]{0,40})$/.exec(value)?.[1]
  if (!name) return refuse('There is no such example.')
  return {
    ok: true,
    url: { kind: 'example', url: value, host: '', port: null, user: null, path: name, warning: null },
  }
}

/** The host as the URL standard reads it (2130706433 is 127.0.0.1), so that what is checked is what is called. */
function canonicalHost(text: string): string {
  const probe = `http://${text}/`
  return URL.canParse(probe) ? new URL(probe).hostname.toLowerCase().replace(/\.$/, '') : ''
}

const bare = (host: string) => host.replace(/^\[|\]$/g, '')

function wrongHost(host: string): ParsedRepositoryUrl | null {
  return HOST.test(host) ? null : refuse('The host name in the address is not valid.')
}

function wrongPath(path: string, raw: string): ParsedRepositoryUrl | null {
  if (path === '' || path === '.git') return refuse('The address names a host but no repository.')
  const segments = raw.split(/[/\\]|%2f/i).map(segment => segment.replace(/%2e/gi, '.'))
  if (segments.some(segment => segment === '..' || segment === '.'))
    return refuse('The address must not contain /../ or /./.')
  if (path.split('/').some(segment => segment.startsWith('-') && segment !== '-'))
    return refuse('No part of the path may start with a dash.')
  if (/%(?:[01][0-9a-f]|7f)/i.test(path))
    return refuse('The path in the address contains control characters.')
  return PATH.test(raw) ? null : refuse('The path in the address contains characters git hosts do not use.')
}

/** The address of a page inside a repository, as copied from the browser. */
function pageAddress(kind: string, host: string, path: string): ParsedRepositoryUrl | null {
  const page =
    /^(.+?)\/-\//.exec(path)?.[1] ??
    (host === 'github.com' ? /^([^/]+\/[^/]+)\/./.exec(path)?.[1] : undefined)
  if (!page) return null
  return refuse('This is the address of a page inside a repository.', `Use ${kind}://${host}/${page}.`)
}

function refuseBare(value: string): ParsedRepositoryUrl {
  const looksLikeHost = /^[a-z0-9-]+(\.[a-z0-9-]+)+\/[\w./-]+$/i.test(value)
  if (looksLikeHost) return refuse('The address has no https:// in front.', `Use https://${value}.`)
  return refuse('This is not the address of a repository on a git host.')
}

/** Why these credentials cannot be used with this address; null when they can. */
export function credentialsProblem(
  url: RepositoryUrl,
  kind: 'none' | 'token' | 'deploy-key',
): { sentence: string; fix: string } | null {
  if (url.kind === 'ssh' && kind !== 'deploy-key') {
    return {
      sentence: 'An ssh address needs a deploy key.',
      fix: 'Choose "Deploy key", or use the https address.',
    }
  }
  if ((url.kind === 'https' || url.kind === 'http') && kind === 'deploy-key') {
    return {
      sentence: 'A deploy key works with an ssh address only.',
      fix: 'Use the ssh address of the repository (git@host:you/app.git), or choose "Token".',
    }
  }
  return null
}

/** Hosts that serve ssh under another name, for networks that let only port 443 out. */
const HOST_ALIASES: Record<string, string> = {
  'ssh.github.com': 'github.com',
  'www.github.com': 'github.com',
  'altssh.gitlab.com': 'gitlab.com',
  'altssh.bitbucket.org': 'bitbucket.org',
}

/**
 * Whether two addresses name one repository: by ssh or https, with or without .git, in whatever case.
 * Ports count only between equal schemes, as a host's ssh and https ports differ anyway.
 */
export function sameRepository(left: string, right: string): boolean {
  const a = parseRepositoryUrl(left, { allowExample: true })
  const b = parseRepositoryUrl(right, { allowExample: true })
  if (!a.ok || !b.ok) return false
  if ((a.url.kind === 'example') !== (b.url.kind === 'example')) return false
  if (a.url.kind === b.url.kind && a.url.port !== b.url.port) return false
  return key(a.url) === key(b.url)
}

const key = ({ host, path }: RepositoryUrl) =>
  `${HOST_ALIASES[host] ?? host}/${path.toLowerCase().replace(/\.git$/, '')}`
