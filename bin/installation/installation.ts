import type { ProxyDriver } from '@/lib/core/proxy/driver'
import type { SystemUsers } from '../machine/users'
import type { Places } from './places'
import type { Secrets } from './secrets'

/** One Berth on this machine: what its processes are started with. */
export interface Installation {
  places: Places
  secrets: Secrets
  /** null: everything runs as ourselves. */
  users: SystemUsers | null
  namespace: string
  /** The program that is the proxy. */
  proxy: ProxyDriver
  /** Where the proxy listens. */
  port: number
  /** Where the web process listens, on loopback. */
  webPort: number
  /** Where people open the panel. */
  url: string
  baseDomain: string
}

/** Where the queue and the rows live. `redisUrl` null: the queue is in Postgres too. */
export interface Stores {
  databaseUrl: string
  redisUrl: string | null
}
