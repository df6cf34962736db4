import type { Logger } from 'pino'
import type { Database } from '@/lib/adapters/db/client'
import type { Actor } from '@/lib/core/access/actor'
import type { ProxyDriver } from '@/lib/core/proxy/driver'
import type { Clock } from '@/lib/ports/clock'
import type { EventPort } from '@/lib/ports/events'
import type { LogPort } from '@/lib/ports/logs'
import type { PasswordPort } from '@/lib/ports/passwords'
import type { QueuePort } from '@/lib/ports/queue'
import type { SecretsPort } from '@/lib/ports/secrets'

/** The settings operations need; lib/config.ts reads them. */
export interface OperationSettings {
  /** Of Berth itself, from package.json. */
  version: string
  /** Public URL of the panel, without trailing slash. */
  publicUrl: string
  /** Apps get `<app>-<environment>.<baseDomain>`. */
  baseDomain: string
  /** Scheme and port of app links, for example `http` and `:8080`, or `https` and empty. */
  appScheme: string
  appPortSuffix: string
  /** The program in front of the panel and every app. */
  proxyDriver: ProxyDriver
}

/** What every operation gets beside its input. Never a Request. */
export interface Context {
  actor: Actor
  db: Database
  queue: QueuePort
  events: EventPort
  logs: LogPort
  secrets: SecretsPort
  passwords: PasswordPort
  clock: Clock
  log: Logger
  settings: OperationSettings
}
