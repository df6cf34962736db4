import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { Logger } from 'pino'
import { builderAdapter } from '@/lib/adapters/builder/builder'
import { type BuildLimits, limitBuilds } from '@/lib/adapters/builder/limits'
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
import type { BuilderPort } from './ports/builder'
import { baseRuntime } from './runtime'

const WORKER_CONNECTIONS = 12
const MIB = 1024 * 1024

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
    builder: limitedBuilder(config),
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
      diskReserveBytes: config.diskReserveMb * MIB,
      instanceDiskBytes: config.instanceDiskMb * MIB,
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
/** Processes and threads of all builds: room for several parallel compilers, none for a fork bomb. */
const BUILD_PIDS = 4096
/** When processors are short, an app gets twice what all builds get. */
const BUILD_CPU_SHARE = 0.5

async function limitsOfBuilds({ buildMemoryMb }: Config): Promise<BuildLimits> {
  const { total } = await host.memory()
  const memoryMb = buildMemoryMb ?? Math.floor((total * BUILD_SHARE) / MIB)
  return { memoryMb, pids: BUILD_PIDS, cpuShare: BUILD_CPU_SHARE }
}

/** Says in the log what does not limit builds here, and why. */
export async function sayWhatLimitsBuilds({ config, log }: Pick<WorkerRuntime, 'config' | 'log'>) {
  const { applied, reason } = await limitBuilds(await limitsOfBuilds(config))
  if (reason !== null) log.warn({ applied, reason }, 'builds run without some of their limits')
}

/** The builder, which puts the limits on before each build: an engine that was started anew does not know them. */
function limitedBuilder(config: Config): BuilderPort {
  const builder = builderAdapter(config)
  return {
    async build(request) {
      await limitBuilds(await limitsOfBuilds(config))
      return builder.build(request)
    },
  }
}
