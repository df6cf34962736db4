import pino from 'pino'
import { systemClock } from '@/lib/adapters/clock'
import { connectDatabase } from '@/lib/adapters/db/client'
import { eventsAdapter } from '@/lib/adapters/events/postgres'
import { fileLogs } from '@/lib/adapters/logs/file-logs'
import { argon2Passwords } from '@/lib/adapters/passwords/argon2'
import { queueAdapter } from '@/lib/adapters/queue/queue'
import { secretsAdapter } from '@/lib/adapters/secrets/secrets'
import manifest from '../package.json' with { type: 'json' }
import { type Config, config as readConfig } from './config'
import type { Context } from './operations/context'

/** What the web process shares between requests; each adds its actor. */
export type WebRuntime = Omit<Context, 'actor'> & { config: Config }

const WEB_CONNECTIONS = 10

/** The part that both processes have. `close` ends its connections. */
export function baseRuntime(config: Config, name: string, connections: number) {
  const log = pino({
    name,
    level: config.logLevel,
    redact: ['*.password', '*.token', '*.secret'],
    // Without it pino writes an error under this key as an object without message and stack.
    serializers: { error: pino.stdSerializers.err },
  })
  const events = eventsAdapter(config.databaseUrl, log)
  const queue = queueAdapter(config, log)
  const db = connectDatabase(config.databaseUrl, connections)
  return {
    parts: {
      db,
      queue,
      events,
      log,
      logs: fileLogs({ dir: config.logDir }),
      secrets: secretsAdapter(config.masterKey),
      passwords: argon2Passwords(),
      clock: systemClock,
      settings: {
        version: manifest.version,
        publicUrl: config.publicUrl,
        baseDomain: config.baseDomain,
        appScheme: config.appScheme,
        appPortSuffix: portSuffix(config),
        proxyDriver: config.proxyDriver,
      },
    },
    async close() {
      await Promise.allSettled([queue.close(), events.close(), db.$disconnect()])
    },
  }
}

/** Apps are reached where the panel is, so a port the panel's address shows is theirs too. */
function portSuffix({ publicUrl }: Config): string {
  const { port } = new URL(publicUrl)
  return port ? `:${port}` : ''
}

const shared = globalThis as { berthWebRuntime?: WebRuntime }

/** The web process's parts, made once; on `globalThis`, because bundles of one process do not share modules. */
export function webRuntime(): WebRuntime {
  shared.berthWebRuntime ??= {
    ...baseRuntime(readConfig(), 'web', WEB_CONNECTIONS).parts,
    config: readConfig(),
  }
  return shared.berthWebRuntime
}
