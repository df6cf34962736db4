import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import pino, { type Logger } from 'pino'
import { builderAdapter } from '@/lib/adapters/builder/builder'
import { systemClock } from '@/lib/adapters/clock'
import { connectDatabase } from '@/lib/adapters/db/client'
import { dockerAdapter } from '@/lib/adapters/docker/docker'
import { eventsAdapter } from '@/lib/adapters/events/postgres'
import { gitAdapter } from '@/lib/adapters/git/git'
import { host } from '@/lib/adapters/host'
import { fileLogs } from '@/lib/adapters/logs/file-logs'
import { argon2Passwords } from '@/lib/adapters/passwords/argon2'
import { probeAdapter } from '@/lib/adapters/probe/http'
import { nginxProxy } from '@/lib/adapters/proxy/nginx/proxy'
import { queueAdapter } from '@/lib/adapters/queue/queue'
import { secretsAdapter } from '@/lib/adapters/secrets/secrets'
import manifest from '../package.json' with { type: 'json' }
import { type Config, config as readConfig } from './config'
import type { Context } from './operations/context'
import type { WorkerContext } from './operations/worker-context'

/** What the web process shares between requests; each adds its actor. */
export type WebRuntime = Omit<Context, 'actor'> & { config: Config }

const WEB_CONNECTIONS = 10
const WORKER_CONNECTIONS = 12

/** The part that both processes have. `close` ends its connections. */
function base(config: Config, name: string, connections: number) {
  const log = pino({ name, level: config.logLevel, redact: ['*.password', '*.token', '*.secret'] })
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
  shared.berthWebRuntime ??= { ...base(readConfig(), 'web', WEB_CONNECTIONS).parts, config: readConfig() }
  return shared.berthWebRuntime
}

export interface WorkerRuntime {
  ctx: WorkerContext
  config: Config
  log: Logger
  close(): Promise<void>
}

/** The worker's parts: those of the web process, the Docker engine, repositories and the proxy. */
export function workerRuntime(rootDir: string): WorkerRuntime {
  const config = readConfig()
  const { parts, close } = base(config, 'worker', WORKER_CONNECTIONS)
  const workerId = `${host.hostname()}-${randomUUID().slice(0, 8)}`
  const ctx: WorkerContext = {
    ...parts,
    workerId,
    actor: { kind: 'worker', workerId },
    docker: dockerAdapter({ dockerHost: config.dockerHost, namespace: config.namespace }),
    builder: builderAdapter({ dockerHost: config.dockerHost }),
    git: gitAdapter({
      mirrorDir: config.mirrorDir,
      exampleDir: config.exampleDir,
      examplesDir: path.join(rootDir, 'examples'),
      privateDir: path.join(config.dataDir, 'git'),
      maxRepositoryMb: config.maxRepositoryMb,
      allowPrivate: config.allowPrivateRepositories,
      env: config.childEnv,
    }),
    proxy: nginxProxy({ dir: config.proxyDir }),
    probe: probeAdapter(),
    host,
    worker: {
      namespace: config.namespace,
      dataDir: config.dataDir,
      buildConcurrency: config.buildConcurrency,
      extraCa: config.extraCaFile ? readFileSync(config.extraCaFile, 'utf8') : null,
      proxyPort: config.proxyPort,
      panel: { hosts: panelHosts(config), target: { host: '127.0.0.1', port: config.webPort } },
    },
  }
  return { ctx, config, log: parts.log, close }
}

/** The panel answers at its public name, and on the machine itself by address. */
function panelHosts({ publicUrl }: Config): string[] {
  return [...new Set([new URL(publicUrl).hostname, 'localhost', '127.0.0.1'])]
}
