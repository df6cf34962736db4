import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { Logger } from 'pino'
import { builderAdapter } from '@/lib/adapters/builder/builder'
import { limitBuilds } from '@/lib/adapters/builder/limits'
import { dockerAdapter } from '@/lib/adapters/docker/docker'
import { storageAdapter } from '@/lib/adapters/docker/storage'
import { gitAdapter } from '@/lib/adapters/git/git'
import { host } from '@/lib/adapters/host'
import { leftoversAdapter, type WorkFolder } from '@/lib/adapters/leftovers'
import { postgresLiveness } from '@/lib/adapters/liveness/postgres'
import { probeAdapter } from '@/lib/adapters/probe/http'
import { nginxProxy } from '@/lib/adapters/proxy/nginx/proxy'
import { traefikProxy } from '@/lib/adapters/proxy/traefik/proxy'
import { type Config, config as readConfig } from './config'
import type { WorkerContext } from './operations/worker-context'
import { baseRuntime } from './runtime'

const WORKER_CONNECTIONS = 12

export interface WorkerRuntime {
  ctx: WorkerContext
  config: Config
  log: Logger
  close(): Promise<void>
}

/** The worker's parts: those of the web process, the Docker engine, repositories and the proxy. */
export function workerRuntime(rootDir: string): WorkerRuntime {
  const config = readConfig()
  const { parts, close } = baseRuntime(config, 'worker', WORKER_CONNECTIONS)
  const workerId = `${host.hostname()}-${randomUUID().slice(0, 8)}`
  const liveness = postgresLiveness(config.databaseUrl, workerId, parts.log)
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
    proxy: (config.proxyDriver === 'traefik' ? traefikProxy : nginxProxy)({ dir: config.proxyDir }),
    probe: probeAdapter(),
    host,
    storage: storageAdapter({ dockerHost: config.dockerHost, namespace: config.namespace }),
    leftovers: leftoversAdapter(workFolders(config)),
    liveness,
    worker: {
      namespace: config.namespace,
      dataDir: config.dataDir,
      buildConcurrency: config.buildConcurrency,
      extraCa: config.extraCaFile ? readFileSync(config.extraCaFile, 'utf8') : null,
      proxyPort: config.proxyPort,
      panel: { hosts: panelHosts(config), target: { host: '127.0.0.1', port: config.webPort } },
    },
  }
  return {
    ctx,
    config,
    log: parts.log,
    async close() {
      await close()
      await liveness.close()
    },
  }
}

/** The panel answers at its public name, and on the machine itself by address. */
function panelHosts({ publicUrl }: Config): string[] {
  return [...new Set([new URL(publicUrl).hostname, 'localhost', '127.0.0.1'])]
}

/** Where processes work, and what one that is killed there leaves. */
const workFolders = ({ dataDir, exampleDir }: Config): WorkFolder[] => [
  { dir: tmpdir(), name: /^berth-context-[0-9a-f-]{36}$/ },
  { dir: path.join(dataDir, 'git'), name: /^git-\d+-\w+$/ },
  { dir: exampleDir, name: /^\.[a-z0-9-]+-\w{6}$/ },
  { dir: dataDir, name: /\.json\.\d+\.new$/ },
]

/** Builds leave a quarter of the memory to the panel and the apps, unless the settings say otherwise. */
const BUILD_SHARE = 0.75

/** Limits the memory of all builds together; where the engine does not let us, the log says why. */
export async function limitBuildMemory({ ctx, config, log }: Omit<WorkerRuntime, 'close'>): Promise<void> {
  const { total } = await ctx.host.memory()
  const memoryMb = config.buildMemoryMb ?? Math.floor((total * BUILD_SHARE) / 1024 / 1024)
  const limited = await limitBuilds({ memoryMb })
  if (!limited.applied) log.warn({ reason: limited.reason }, 'builds run without a memory limit')
}
