import type { BuildProblem } from '@/lib/core/build/plan'
import type { ContainerSpec, NetworkSpec, VolumeSpec } from '@/lib/core/run/container-spec'

export interface EngineInfo {
  version: string
  os: string
  cpus: number
  memoryBytes: number
  /** Where the engine keeps images and containers, for the disk check. */
  dataRoot: string
}

export interface ContainerState {
  id: string
  name: string
  labels: Record<string, string>
  imageId: string
  running: boolean
  /** created, running, paused, restarting, removing, exited or dead, as the engine says. */
  status: string
  exitCode: number | null
  oomKilled: boolean
  restartCount: number
  health: 'none' | 'starting' | 'healthy' | 'unhealthy'
  /** Address by network name. */
  addresses: Record<string, string>
  startedAt: Date | null
  /** End of its last run. */
  finishedAt: Date | null
  pid: number | null
}

/** What one look at all containers tells of each. */
export interface ContainerGlance {
  id: string
  name: string
  status: string
  addresses: Record<string, string>
}

export interface ContainerLogLine {
  at: Date
  stream: 'stdout' | 'stderr'
  text: string
}

export interface ContainerEvent {
  action: 'start' | 'die' | 'oom' | 'destroy' | 'health'
  name: string
  labels: Record<string, string>
  at: Date
  /** Of `die`. */
  exitCode: number | null
}

export interface FoundImage {
  id: string
  /** Tags and digests. */
  names: string[]
  labels: Record<string, string>
  /** Paths of its VOLUME instructions. */
  volumes: string[]
}

/** The Docker engine. Every call throws `EngineUnavailable` when the engine cannot be reached. */
export interface DockerPort {
  info(): Promise<EngineInfo>
  /** Finds the network by name, else creates it; returns its id. */
  ensureNetwork(spec: NetworkSpec): Promise<string>
  removeNetwork(name: string): Promise<void>
  /** Finds the container by name, else creates it (not started); adopts on a name conflict. */
  ensureContainer(spec: ContainerSpec): Promise<ContainerState>
  start(name: string): Promise<void>
  /** From now on the engine starts the container again when it ends by itself, and when the server boots. */
  keepRunning(name: string): Promise<void>
  /** From now on the engine leaves the container ended. A missing one is fine. */
  leaveEnded(name: string): Promise<void>
  inspect(name: string): Promise<ContainerState | null>
  /** All containers of ours, by one call. */
  glance(): Promise<ContainerGlance[]>
  list(labels: Record<string, string>): Promise<ContainerState[]>
  /** SIGTERM, then SIGKILL after `timeoutSeconds`. A missing or stopped container is fine. */
  stop(name: string, timeoutSeconds: number): Promise<void>
  /** SIGTERM, or the signal the image asks for, without waiting for the end; the engine does not start it again. A missing or stopped container is fine. */
  terminate(name: string): Promise<void>
  /** Memory in use, without what the kernel may take back, in bytes; null: it does not run. */
  memoryUsed(name: string): Promise<number | null>
  /** Removes the container and its anonymous volumes, running or not. Missing is fine. */
  remove(name: string): Promise<void>
  /** Waits for the exit of a running container; returns at once for an exited one. */
  wait(name: string, signal: AbortSignal): Promise<{ exitCode: number; oomKilled: boolean }>
  /** Lines from `since` on (exclusive); ends at the container's exit, at once if not `follow`, or on abort. */
  logs(
    name: string,
    options: { since?: Date; tail?: number; follow?: boolean; signal?: AbortSignal },
  ): AsyncIterable<ContainerLogLine>
  /** What each container of ours, running or not, wrote to its own file system. Costs the engine a look at every file. */
  diskUse(): Promise<{ id: string; name: string; bytes: number }[]>
  /** TCP ports in LISTEN state inside the container, with the address they are bound to. */
  listeningPorts(name: string): Promise<{ address: string; port: number }[]>
  /** Finds the volume by name, else creates it. Throws when one of that name has other labels or options. */
  ensureVolume(spec: VolumeSpec): Promise<void>
  /** Removes the volume with its data. Missing is fine. */
  removeVolume(name: string): Promise<void>
  imageExists(reference: string): Promise<boolean>
  findImage(reference: string): Promise<FoundImage | null>
  /** Fetches an image from its registry. What nobody here can mend by trying again is a result. */
  pullImage(
    reference: string,
    options: { signal: AbortSignal; onProgress(line: string): void },
  ): Promise<{ ok: true } | { ok: false; problem: BuildProblem }>
  /** Ports named by EXPOSE. */
  exposedPorts(reference: string): Promise<number[]>
  removeImage(reference: string): Promise<void>
  /** Start, die, oom, destroy and health events of containers that carry Berth's labels; ends on abort. */
  events(signal: AbortSignal): AsyncIterable<ContainerEvent>
}
