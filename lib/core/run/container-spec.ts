/** A bridge network of one environment. */
export interface NetworkSpec {
  name: string
  labels: Record<string, string>
}

/** All that a container may be given. There is no field for binds, devices, privileges or host namespaces, on purpose. */
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
}
