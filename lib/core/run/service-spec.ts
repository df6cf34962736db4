import { canonicalJson } from '../canonical-json'
import type { FilledService } from '../compose/fill'
import type { ReleaseService } from '../compose/service'
import type { ContainerSpec, VolumeSpec } from './container-spec'
import { LABEL } from './names'

export interface ServiceSpecInput {
  service: ReleaseService
  filled: FilledService
  /** Network of the app's services. */
  appNetwork: string
  volume(name: string): VolumeSpec
  /** The command of a container that serves nobody. */
  isRelease: boolean
}

/**
 * The container of a Compose service, from the one an ordinary process would get. Services share a network of their
 * own under their own names; the app's own code is in the environment's network, too, as it would be without a
 * Compose file. Images of others are told nothing but what the file says.
 */
export function serviceSpec(base: ContainerSpec, input: ServiceSpecInput): ContainerSpec {
  const { service, filled, appNetwork, volume, isRelease } = input
  const isOwn = service.ownCode || base.labels[LABEL.process] === 'web'
  const { healthcheck, entrypoint, environment } = filled
  return {
    ...base,
    image: service.image,
    command: isRelease ? base.command : filled.command,
    env: service.ownCode ? { ...base.env, ...environment } : environment,
    network: appNetwork,
    aliases: isRelease ? [] : service.aliases,
    ...(isOwn || isRelease ? { moreNetworks: [{ name: base.network, aliases: base.aliases }] } : {}),
    ...(entrypoint && !isRelease ? { entrypoint } : {}),
    ...(healthcheck && !isRelease ? { healthcheck } : {}),
    ...(service.user ? { user: service.user } : {}),
    ...(service.workingDir ? { workingDir: service.workingDir } : {}),
    ...(service.volumes.length > 0
      ? {
          volumes: service.volumes.map(({ name, path, readOnly }) => ({
            volume: volume(name),
            path,
            readOnly,
          })),
        }
      : {}),
    ...(service.tmpfs.length > 0 ? { tmpfs: service.tmpfs } : {}),
  }
}

/** What an instance of another deployment differs in by its identity alone. */
const IDENTITY = ['name', 'hostname', 'labels'] as const

/** What makes two containers the same but for whose they are and which commit they were made for. */
export function sameWork(a: ContainerSpec, b: ContainerSpec): boolean {
  const work = (spec: ContainerSpec) => {
    const { SOURCE_COMMIT: _, ...env } = spec.env
    return Object.fromEntries(
      Object.entries({ ...spec, env }).filter(([key]) => !IDENTITY.some(own => own === key)),
    )
  }
  return canonicalJson(work(a)) === canonicalJson(work(b))
}
