import { networkInterfaces } from 'node:os'
import type { NetworkInspectInfo } from 'dockerode'
import { type EngineClient, EngineRefused, unless } from '@/lib/adapters/engine/client'
import type { NetworkSpec } from '@/lib/core/run/container-spec'
import { freeSubnet } from '@/lib/core/run/subnets'
import type { DockerPort } from '@/lib/ports/docker'

type Networks = Pick<DockerPort, 'ensureNetwork' | 'removeNetwork'>

const NO_POOL = /non-overlapping IPv4 address pool|all predefined address pools/i
const OVERLAP = /pool overlaps/i
const SUBNET_TRIES = 20

export function networks(engine: EngineClient): Networks {
  const underWay = new Map<string, Promise<string>>()
  return {
    /** One at a time per name: old engines create several networks of one name when asked at once. */
    ensureNetwork(spec) {
      const running = underWay.get(spec.name)
      if (running) return running
      const started = ensure(engine, spec).finally(() => underWay.delete(spec.name))
      underWay.set(spec.name, started)
      return started
    },
    /** A network that containers still use stays. */
    async removeNetwork(name) {
      for (const { Id } of await named(engine, name)) await remove(engine, Id)
    },
  }
}

async function ensure(engine: EngineClient, spec: NetworkSpec): Promise<string> {
  const [found] = await named(engine, spec.name)
  if (found) return found.Id
  // 409: another worker was faster.
  const created = await unless([409], null, create(engine, spec))
  const [first] = await named(engine, spec.name)
  if (!first) throw new Error(`The network ${spec.name} is gone right after its creation.`)
  if (created && created !== first.Id) await remove(engine, created)
  return first.Id
}

/** Networks of exactly this name, the oldest first, so that all workers choose the same one. */
async function named(engine: EngineClient, name: string): Promise<NetworkInspectInfo[]> {
  const query = { filters: JSON.stringify({ name: [name] }) }
  const like = await engine.json<NetworkInspectInfo[]>({ method: 'GET', path: '/networks', query })
  return like
    .filter(network => network.Name === name)
    .sort((a, b) => a.Created.localeCompare(b.Created) || a.Id.localeCompare(b.Id))
}

async function create(engine: EngineClient, spec: NetworkSpec, subnet?: string): Promise<string> {
  const body = {
    Name: spec.name,
    Driver: 'bridge',
    CheckDuplicate: true,
    Labels: spec.labels,
    IPAM: subnet ? { Config: [{ Subnet: subnet }] } : undefined,
  }
  try {
    return (await engine.json<{ Id: string }>({ method: 'POST', path: '/networks/create', body })).Id
  } catch (error) {
    if (subnet === undefined && error instanceof EngineRefused && NO_POOL.test(error.message)) {
      return createInFreeSubnet(engine, spec)
    }
    throw error
  }
}

/** The engine's own pools hold about 30 networks; further ones get an address range of their own. */
async function createInFreeSubnet(engine: EngineClient, spec: NetworkSpec): Promise<string> {
  const used = await subnetsInUse(engine)
  for (let tries = 0; tries < SUBNET_TRIES; tries++) {
    const subnet = freeSubnet(used)
    if (!subnet) break
    try {
      return await create(engine, spec, subnet)
    } catch (error) {
      if (!(error instanceof EngineRefused && OVERLAP.test(error.message))) throw error
      used.push(subnet)
    }
  }
  throw new Error(`There is no free address range for the network ${spec.name}.`)
}

async function subnetsInUse(engine: EngineClient): Promise<string[]> {
  const all = await engine.json<NetworkInspectInfo[]>({ method: 'GET', path: '/networks' })
  const configs: { Subnet?: string }[] = all.flatMap(({ IPAM }) => IPAM?.Config ?? [])
  const own = Object.values(networkInterfaces()).flatMap(addresses => addresses ?? [])
  return [...configs.flatMap(({ Subnet }) => Subnet ?? []), ...own.flatMap(({ cidr }) => cidr ?? [])]
}

/** 404: it is gone. 403: containers are in it. */
const remove = (engine: EngineClient, id: string) =>
  unless([403, 404], undefined, engine.json<void>({ method: 'DELETE', path: `/networks/${id}` }))
