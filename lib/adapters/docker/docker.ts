import { engineClient } from '@/lib/adapters/engine/client'
import type { DockerPort } from '@/lib/ports/docker'
import { containers } from './containers'
import { containerEvents } from './events'
import { images } from './images'
import { engineInfo } from './info'
import { listeningPorts } from './listening-ports'
import { containerLogs } from './logs'
import { memoryUsed } from './memory-used'
import { networks } from './networks'
import { pullImage } from './pull'
import { volumes } from './volumes'

/**
 * The Docker engine at `dockerHost` (as in DOCKER_HOST). Only containers labelled with `namespace` are listed, adopted
 * and heard of, so that two installations can share an engine.
 */
export function dockerAdapter({
  dockerHost,
  namespace,
}: {
  dockerHost: string
  namespace: string
}): DockerPort {
  const engine = engineClient(dockerHost)
  return {
    info: () => engineInfo(engine),
    ...networks(engine),
    ...containers(engine, namespace),
    ...images(engine),
    ...volumes(engine, namespace),
    pullImage: (reference, options) => pullImage(engine, reference, options),
    logs: (name, options) => containerLogs(engine, name, options),
    listeningPorts: name => listeningPorts(engine, name),
    memoryUsed: name => memoryUsed(engine, name),
    events: signal => containerEvents(engine, namespace, signal),
  }
}
