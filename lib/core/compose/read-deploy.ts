import type { ServiceNotes } from './notes'
import { isMap } from './read-yaml'
import { saysNothing, sizeMb, textOf, wholeNumber } from './values'

const MAX_REPLICAS = 20
const DEPLOY_IGNORED = new Set([
  'endpoint_mode',
  'labels',
  'mode',
  'placement',
  'restart_policy',
  'rollback_config',
  'update_config',
])

export interface Scale {
  replicas: number
  memoryMb: number | null
  cpuMillis: number | null
}

/** How many of a service, and how much each may take: from `deploy`, or the older keys beside it. */
export function readScale(service: Record<string, unknown>, notes: ServiceNotes): Scale {
  const deploy = isMap(service.deploy) ? service.deploy : {}
  const resources = isMap(deploy.resources) ? deploy.resources : {}
  const limits = isMap(resources.limits) ? resources.limits : {}
  for (const [key, value] of Object.entries(deploy)) {
    if (saysNothing(value) || key === 'replicas' || key === 'resources') continue
    if (DEPLOY_IGNORED.has(key)) notes.ignore(`deploy.${key}`)
    else notes.refuse(`deploy.${key}`, 'Berth does not know it', 'Leave it out, or check how it is written.')
  }
  checkReservations(resources.reservations, notes)
  return {
    replicas: replicasOf(deploy.replicas ?? service.scale, notes),
    memoryMb: memoryOf(limits.memory ?? service.mem_limit, notes),
    cpuMillis: cpuOf(limits.cpus ?? service.cpus, notes),
  }
}

function checkReservations(value: unknown, notes: ServiceNotes) {
  if (!isMap(value)) return
  if (value.devices === undefined) return notes.ignore('deploy.resources.reservations')
  notes.refuse(
    'deploy.resources.reservations.devices',
    'devices of the server are not given to apps',
    'Leave it out: apps run without it.',
  )
}

function replicasOf(value: unknown, notes: ServiceNotes): number {
  if (value === undefined || value === null) return 1
  const replicas = wholeNumber(value, 0, MAX_REPLICAS)
  if (replicas === undefined)
    notes.refuse(
      'deploy.replicas',
      `it is not a number from 0 to ${MAX_REPLICAS}`,
      'Write, for example, `2`.',
    )
  return replicas ?? 1
}

function memoryOf(value: unknown, notes: ServiceNotes): number | null {
  if (saysNothing(value) || textOf(value) === '0') return null
  const size = sizeMb(value)
  if (size !== undefined && size >= 32 && size <= 1_048_576) return size
  notes.refuse('mem_limit', 'the memory is not a size of at least 32 MB', 'Write, for example, `512m`.')
  return null
}

function cpuOf(value: unknown, notes: ServiceNotes): number | null {
  if (saysNothing(value)) return null
  const text = textOf(value) ?? ''
  const millis = /^\d{1,2}(\.\d{1,6})?$/.test(text) ? Math.round(Number(text) * 1000) : Number.NaN
  if (millis === 0) return null
  if (millis >= 50 && millis <= 64_000) return millis
  notes.refuse('cpus', 'it is not a number of processors from 0.05 to 64', 'Write, for example, `0.5`.')
  return null
}
