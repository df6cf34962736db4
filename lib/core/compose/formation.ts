import type { Formation, ProcessOverrides } from '../run/formation'
import { usualStopSeconds } from '../run/usual-process'
import type { ComposeService } from './service'

export interface ComposeFormationInput {
  services: ComposeService[]
  /** Id of the image by process type; what is not built yet has none. */
  images: Record<string, string>
  overrides: ProcessOverrides
  /** Limits of the environment, for services without their own. */
  memoryMb: number
  cpuMillis: number
}

/** What runs of a Compose file, as the user changed it: `web` first and at least one of it, the others by name. */
export function composeFormation(input: ComposeFormationInput): Formation {
  const order = ({ processType }: ComposeService) => (processType === 'web' ? '' : processType)
  return [...input.services]
    .sort((a, b) => (order(a) < order(b) ? -1 : 1))
    .map(service => entryOf(service, input))
}

function entryOf(service: ComposeService, input: ComposeFormationInput): Formation[number] {
  const { processType, command, replicas, memoryMb, cpuMillis, source, ports: _ports, ...running } = service
  const own = Object.hasOwn(input.overrides, processType) ? input.overrides[processType] : undefined
  const count = Math.max(processType === 'web' ? 1 : 0, own?.count ?? replicas)
  const singleton = service.kept || service.once || (own?.singleton ?? false)
  return {
    processType,
    command: own?.command ?? command,
    count: singleton ? Math.min(1, count) : count,
    memoryMb: own?.memoryMb ?? memoryMb ?? input.memoryMb,
    cpuMillis: own?.cpuMillis ?? cpuMillis ?? input.cpuMillis,
    singleton,
    stopSeconds: own?.stopSeconds ?? service.stopSeconds ?? usualStopSeconds(processType),
    service: {
      ...running,
      image: Object.hasOwn(input.images, processType) ? (input.images[processType] ?? '') : '',
      ownCode: source.kind === 'build',
    },
  }
}
