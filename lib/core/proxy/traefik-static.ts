/** Places of the Traefik driver's files; all below one folder. */
export const traefikPaths = (dir: string) => ({
  config: `${dir}/traefik.yml`,
  pid: `${dir}/traefik.pid`,
  /** Mode 0700: what is in it opens Traefik's API. */
  admin: `${dir}/admin`,
  access: `${dir}/admin/access.json`,
  /** Mode 0700: the newest document in our form and in Traefik's. */
  state: `${dir}/state`,
  document: `${dir}/state/document.json`,
  routes: `${dir}/state/routes.yml`,
  logs: `${dir}/logs`,
  accessLog: `${dir}/logs/access.log`,
  errorLog: `${dir}/logs/error.log`,
})

export interface TraefikStaticSettings {
  /** Absolute path of the proxy's folder. */
  dir: string
  /** Where it listens, as `:8080` or `127.0.0.1:8080`. */
  address: string
  shutdownSeconds: number
}

/** The first that can drop headers whose names app servers take for others (`X_Forwarded_For`). */
export const TRAEFIK_MINIMUM = '3.7.12'

const ADDRESS = /^(?:[0-9.]{7,15}|\[[0-9a-fA-F:.]{2,45}\])?:\d{1,5}$/
const PATH = /^\/[A-Za-z0-9._+@~/ -]*$/

/** Traefik's own settings, which it reads at its start. Throws for a value that could be taken for something else. */
export function traefikStatic(settings: TraefikStaticSettings): object {
  const { dir, address, shutdownSeconds } = settings
  if (!PATH.test(dir)) throw new Error(`Not a path the proxy can use: ${JSON.stringify(dir)}`)
  if (!ADDRESS.test(address)) throw new Error(`Not an address to listen on: ${JSON.stringify(address)}`)
  const paths = traefikPaths(dir)
  return {
    global: { checkNewVersion: false, sendAnonymousUsage: false },
    entryPoints: {
      web: {
        address,
        http: {
          maxHeaderBytes: 65_536,
          aliasHeadersStrategy: 'delete',
          // The app gets the address as the visitor wrote it.
          sanitizePath: false,
          encodedCharacters: Object.fromEntries(ENCODED.map(name => [`allowEncoded${name}`, true])),
        },
        transport: {
          // The first is for a whole request with its body: an upload may take an hour.
          respondingTimeouts: { readTimeout: '3600s', writeTimeout: '0s', idleTimeout: '75s' },
          lifeCycle: { graceTimeOut: `${shutdownSeconds}s` },
        },
      },
    },
    providers: { providersThrottleDuration: '0s', file: { filename: paths.routes, watch: true } },
    api: { dashboard: false, insecure: false },
    log: { level: 'WARN', format: 'json', filePath: paths.errorLog, maxSize: 50, maxBackups: 4 },
    accessLog: {
      format: 'json',
      filePath: paths.accessLog,
      // The query of an address may hold secrets.
      fields: {
        defaultMode: 'keep',
        names: { ClientUsername: 'drop' },
        headers: { defaultMode: 'drop' },
        queryParameters: { defaultMode: 'drop' },
      },
    },
  }
}

const ENCODED = ['Slash', 'BackSlash', 'NullCharacter', 'Semicolon', 'Percent', 'QuestionMark', 'Hash']
