import path from 'node:path'

export interface GitAdapterOptions {
  /** Holds a bare mirror per app. */
  mirrorDir: string
  /** Holds the repositories made from the bundled examples. */
  exampleDir: string
  /** The bundled examples' sources, a folder each. */
  examplesDir: string
  /** Holds keys and tokens while a command runs; made with mode 0700. */
  privateDir: string
  maxRepositoryMb: number
  /** Let hosts be on loopback, private and link-local addresses. */
  allowPrivate: boolean
  /** The process environment: certificate and proxy settings are taken from it, nothing else. */
  env: Record<string, string | undefined>
}

const NETWORK_VARIABLES = [
  'GIT_SSL_CAINFO',
  'GIT_SSL_CAPATH',
  'SSL_CERT_FILE',
  'SSL_CERT_DIR',
  'CURL_CA_BUNDLE',
  'http_proxy',
  'https_proxy',
  'HTTPS_PROXY',
  'all_proxy',
  'ALL_PROXY',
  'no_proxy',
  'NO_PROXY',
]

/** Certificates and proxies as on the rest of the server. */
export function networkEnvironment(env: GitAdapterOptions['env']): Record<string, string> {
  const taken: Record<string, string> = {}
  for (const name of NETWORK_VARIABLES) {
    const value = env[name]
    if (value) taken[name] = value
  }
  // Debian's git is linked with GnuTLS, which does not read SSL_CERT_FILE.
  const authorities = taken.GIT_SSL_CAINFO ?? taken.SSL_CERT_FILE ?? taken.CURL_CA_BUNDLE
  if (authorities) taken.GIT_SSL_CAINFO = authorities
  return taken
}

/** Environment of every git process: no prompt, no configuration of the machine or of a person. */
export const hygienicEnvironment = (home: string): Record<string, string> => ({
  HOME: home,
  XDG_CONFIG_HOME: home,
  LC_ALL: 'C.UTF-8',
  GIT_TERMINAL_PROMPT: '0',
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_ATTR_NOSYSTEM: '1',
})

const MIRROR_ID = /^[A-Za-z0-9][A-Za-z0-9_-]{0,99}$/

export const isMirrorId = (name: string) => MIRROR_ID.test(name)

export interface MirrorPaths {
  dir: string
  /** Locked with flock(1) by whoever writes to the mirror. */
  lock: string
}

export function mirrorPaths(options: GitAdapterOptions, mirrorId: string): MirrorPaths {
  if (!MIRROR_ID.test(mirrorId)) throw new Error('Not the name of a mirror.')
  const base = path.join(options.mirrorDir, mirrorId)
  return { dir: `${base}.git`, lock: `${base}.lock` }
}
