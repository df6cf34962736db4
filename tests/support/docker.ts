import { randomBytes } from 'node:crypto'
import { dockerAdapter } from '@/lib/adapters/docker/docker'
import { engineClient } from '@/lib/adapters/engine/client'
import type { ContainerSpec, NetworkSpec } from '@/lib/core/run/container-spec'
import { LABEL, resourceLabels } from '@/lib/core/run/names'
import type { ContainerLogLine, DockerPort } from '@/lib/ports/docker'

export const DOCKER_HOST = process.env.DOCKER_HOST ?? 'unix:///var/run/docker.sock'

/** The engine with a namespace of its own, and what removes all that was made in it. */
export interface TestEngine {
  docker: DockerPort
  namespace: string
  network: NetworkSpec
  /** A busybox container of the test's network; the command runs through its shell. */
  spec(changes?: Partial<ContainerSpec>): ContainerSpec
  /** Makes and starts it; returns its name. */
  run(changes?: Partial<ContainerSpec>): Promise<string>
  /** Everything it wrote until its end. */
  output(name: string): Promise<ContainerLogLine[]>
  cleanUp(): Promise<void>
}

export function testEngine(): TestEngine {
  const namespace = `t${randomBytes(5).toString('hex')}`
  const docker = dockerAdapter({ dockerHost: DOCKER_HOST, namespace })
  const network = { name: `${namespace}_net`, labels: resourceLabels({ namespace }) }
  let count = 0
  const spec = (changes: Partial<ContainerSpec> = {}): ContainerSpec => ({
    name: `${namespace}_c${count++}`,
    hostname: 'box',
    image: 'busybox:latest',
    command: 'sleep 1000',
    env: {},
    labels: resourceLabels({ namespace }),
    network: network.name,
    aliases: [],
    memoryMb: 64,
    cpuMillis: 1000,
    pidsLimit: 64,
    ...changes,
  })
  return {
    docker,
    namespace,
    network,
    spec,
    async run(changes) {
      const made = spec(changes)
      await docker.ensureNetwork(network)
      await docker.ensureContainer(made)
      await docker.start(made.name)
      return made.name
    },
    output: name => collected(docker.logs(name, { follow: true })),
    async cleanUp() {
      for (const { name } of await docker.list({})) await docker.remove(name)
      await removeLabelled(namespace)
    },
  }
}

export async function collected<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = []
  for await (const item of items) all.push(item)
  return all
}

/** Networks and images that carry the namespace's label. */
async function removeLabelled(namespace: string) {
  const engine = engineClient(DOCKER_HOST)
  const query = { filters: JSON.stringify({ label: [`${LABEL.namespace}=${namespace}`] }) }
  const networks = await engine.json<{ Id: string }[]>({ method: 'GET', path: '/networks', query })
  for (const { Id } of networks) await engine.json({ method: 'DELETE', path: `/networks/${Id}` })
  const images = await engine.json<{ Id: string }[]>({ method: 'GET', path: '/images/json', query })
  for (const { Id } of images) {
    await engine.json({ method: 'DELETE', path: `/images/${Id}`, query: { force: true } })
  }
}
