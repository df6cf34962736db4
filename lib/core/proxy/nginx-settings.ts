/** Places of the proxy's files; all below one folder. */
export const proxyPaths = (dir: string) => ({
  config: `${dir}/nginx.conf`,
  lua: `${dir}/lua`,
  /** Routes before the first document: the panel only. */
  bootTable: `${dir}/boot.table`,
  pid: `${dir}/nginx.pid`,
  /** Mode 0700, because nginx makes its sockets writable for everyone. */
  admin: `${dir}/admin`,
  socket: `${dir}/admin/admin.sock`,
  /** Belongs to nginx's workers, which keep the newest document here. */
  state: `${dir}/state`,
  routeTable: `${dir}/state/routes.table`,
  logs: `${dir}/logs`,
  accessLog: `${dir}/logs/access.log`,
  errorLog: `${dir}/logs/error.log`,
  temp: `${dir}/temp`,
  /** Static files of apps that the proxy keeps. */
  cache: `${dir}/cache`,
  /** Error pages of apps, named by their content. */
  pages: `${dir}/state/pages`,
})

export interface NginxSettings {
  /** Absolute path of the proxy's folder. */
  dir: string
  /** Addresses with port, as `0.0.0.0:8080` or `[::]:8080`. */
  listen: string[]
  /** Shared objects to load; none where Lua is built in (OpenResty). */
  modules: string[]
  workers: number
  /** Whom the workers run as when the master is root. */
  workerUser: { name: string; group: string } | null
  /** What people's browsers speak: `https` when something in front of the proxy ends TLS. */
  publicScheme: 'http' | 'https'
  /** Where the proxy speaks TLS itself, if it does. */
  tls: {
    listen: string[]
    /** The port people's browsers use, for redirects from http. */
    port: number
    certificate: string
    key: string
  } | null
  connectSeconds: number
  /** Silence of the app, or of a websocket, after which a request is given up. */
  readSeconds: number
  /** What requests under way get when the proxy is stopped. */
  shutdownSeconds: number
}

const ADDRESS = /^(?:[0-9.]{7,15}|\[[0-9a-fA-F:.]{2,45}\]):\d{1,5}$/
const PATH = /^\/[A-Za-z0-9._+@~/ -]*$/
const USER = /^[a-z_][a-z0-9_-]{0,31}$/
/** A unix socket's address has room for 107 bytes. */
const SOCKET_PATH_BYTES = 107

/** Throws for a value that nginx could take for syntax. */
export function checkSettings(settings: NginxSettings) {
  const { dir, modules, listen: addresses, workerUser, tls, ...numbers } = settings
  const ownTls = tls ? [tls.certificate, tls.key] : []
  for (const path of [dir, ...modules, ...ownTls]) matches(PATH, path, 'a path the proxy can use')
  for (const address of [...addresses, ...(tls?.listen ?? [])])
    matches(ADDRESS, address, 'an address to listen on')
  for (const name of workerUser ? [workerUser.name, workerUser.group] : []) matches(USER, name, 'a user')
  for (const number of [
    numbers.workers,
    numbers.connectSeconds,
    numbers.readSeconds,
    numbers.shutdownSeconds,
    tls?.port ?? 1,
  ]) {
    if (!Number.isInteger(number) || number < 1) throw new Error(`Not a positive whole number: ${number}`)
  }
  if (new TextEncoder().encode(proxyPaths(dir).socket).length > SOCKET_PATH_BYTES) {
    throw new Error(`The path ${dir} is too long for a socket. Use a shorter data directory.`)
  }
}

function matches(pattern: RegExp, value: string, what: string) {
  if (!pattern.test(value)) throw new Error(`Not ${what}: ${JSON.stringify(value)}`)
}
