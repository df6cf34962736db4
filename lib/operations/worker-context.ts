import type { BuilderPort } from '@/lib/ports/builder'
import type { DockerPort } from '@/lib/ports/docker'
import type { GitPort } from '@/lib/ports/git'
import type { HostPort } from '@/lib/ports/host'
import type { LeftoversPort } from '@/lib/ports/leftovers'
import type { LivenessPort } from '@/lib/ports/liveness'
import type { ProbePort } from '@/lib/ports/probe'
import type { ProxyPort } from '@/lib/ports/proxy'
import type { StoragePort } from '@/lib/ports/storage'
import type { Context } from './context'

/** Settings only the worker needs. */
export interface WorkerSettings {
  /** Prefix of everything Berth makes on the engine. */
  namespace: string
  dataDir: string
  buildConcurrency: number
  /** Kept free on the disk: deployments, builds and apps that would use it up are ended. */
  diskReserveBytes: number
  /** What one instance may write to its own file system. */
  instanceDiskBytes: number
  /** PEM text that builds trust beside their own; null: none. */
  extraCa: string | null
  proxyPort: number
  panel: { hosts: string[]; target: { host: string; port: number } }
}

/** What the worker's operations get: the engine, repositories and the proxy, which no request of the web process can reach. */
export interface WorkerContext extends Context {
  workerId: string
  docker: DockerPort
  builder: BuilderPort
  git: GitPort
  proxy: ProxyPort
  probe: ProbePort
  host: HostPort
  storage: StoragePort
  leftovers: LeftoversPort
  liveness: LivenessPort
  worker: WorkerSettings
}
