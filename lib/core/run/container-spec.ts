import type { Healthcheck, TmpfsMount } from '../compose/service'

/** A bridge network of one environment, or of one app in it. */
export interface NetworkSpec {
  name: string
  labels: Record<string, string>
}

/** A volume on the engine's own disk, without options. */
export interface VolumeSpec {
  name: string
  labels: Record<string, string>
}

/**
 * All that a container may be given. There is no field for binds, devices, privileges or host namespaces, on purpose:
 * what is mounted is a volume of ours or memory.
 */
export interface ContainerSpec {
  name: string
  hostname: string
  image: string
  /** null: the image's own CMD. A string runs through `/bin/sh -c` inside the container; an array as it is. */
  command: string | string[] | null
  env: Record<string, string>
  labels: Record<string, string>
  network: string
  /** Names under which other containers of the network find it. */
  aliases: string[]
  memoryMb: number
  cpuMillis: number
  pidsLimit: number
  /** Absent: as the image says, for this and the next three. */
  entrypoint?: string[]
  healthcheck?: Healthcheck
  user?: string
  workingDir?: string
  volumes?: { volume: VolumeSpec; path: string; readOnly: boolean }[]
  tmpfs?: TmpfsMount[]
  /** Networks beside `network`. */
  moreNetworks?: { name: string; aliases: string[] }[]
}
