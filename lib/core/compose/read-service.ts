import type { ServiceNotes } from './notes'
import { type NamedDependency, readDependencies } from './read-dependencies'
import { readScale } from './read-deploy'
import { readEnvironment } from './read-environment'
import { readHealthcheck } from './read-healthcheck'
import { readPorts } from './read-ports'
import { readImageSource } from './read-source'
import { readMounts } from './read-volumes'
import { isMap } from './read-yaml'
import type { RepositoryFiles } from './repository-path'
import type { ComposeService } from './service'
import { checkServiceKeys } from './service-keys'
import { durationMs, textOf, textsOf } from './values'
import { splitWords } from './words'

export const SERVICE_NAME = /^[a-zA-Z0-9][a-zA-Z0-9_.-]{0,62}$/
const MAX_COMMAND = 8000

/** A service before it is known which others there are. */
export type ReadService = Omit<ComposeService, 'processType' | 'dependsOn' | 'once' | 'kept'> & {
  waitsFor: NamedDependency[]
}

/** One service of the file; null when it has no image. What is wrong with it is in `notes`. */
export function readService(
  name: string,
  value: Record<string, unknown>,
  { volumes, files }: { volumes: Set<string>; files: RepositoryFiles },
  notes: ServiceNotes,
): ReadService | null {
  checkServiceKeys(value, notes)
  const source = readImageSource(value, files, notes)
  const read = {
    name,
    aliases: [name, ...aliasesOf(value.networks, notes)],
    command: argumentsOf(value.command, 'command', notes),
    entrypoint: argumentsOf(value.entrypoint, 'entrypoint', notes),
    environment: readEnvironment(value, files, notes),
    ...readMounts(name, { volumes: value.volumes, tmpfs: value.tmpfs }, volumes, notes),
    waitsFor: readDependencies(value.depends_on, notes),
    healthcheck: readHealthcheck(value.healthcheck, notes),
    ports: readPorts(value, notes),
    ...readScale(value, notes),
    user: userOf(value.user, notes),
    workingDir: folderOf(value.working_dir, notes),
    stopSeconds: stopSecondsOf(value.stop_grace_period, notes),
  }
  return source && { ...read, source }
}

function argumentsOf(value: unknown, key: string, notes: ServiceNotes): string[] | null {
  if (value === undefined || value === null) return null
  const line = textOf(value)
  const list = line === undefined ? (Array.isArray(value) ? textsOf(value) : undefined) : splitWords(line)
  if (list && list.join('').length <= MAX_COMMAND && !list.some(part => part.includes('\0'))) {
    return list.length === 0 ? null : list
  }
  notes.refuse(key, 'it is not a command line', 'Write a list: `[program, argument]`.')
  return null
}

function aliasesOf(networks: unknown, notes: ServiceNotes): string[] {
  if (!isMap(networks)) return []
  return Object.values(networks).flatMap(network => {
    for (const key of isMap(network) ? Object.keys(network) : [])
      if (key !== 'aliases') notes.ignore(`networks.${key}`)
    const aliases = isMap(network) ? (textsOf(network.aliases) ?? []) : []
    const odd = aliases.find(alias => !SERVICE_NAME.test(alias))
    if (odd !== undefined)
      notes.refuse('networks', 'an alias is not a host name', 'Use letters, digits and dashes.')
    return odd === undefined ? aliases : []
  })
}

function userOf(value: unknown, notes: ServiceNotes): string | null {
  if (value === undefined || value === null) return null
  const text = textOf(value) ?? ''
  if (/^[A-Za-z0-9_][A-Za-z0-9_.-]{0,31}(:[A-Za-z0-9_][A-Za-z0-9_.-]{0,31})?$/.test(text)) return text
  notes.refuse('user', 'it is not a user or `user:group`', 'Write, for example, `1000:1000`.')
  return null
}

function folderOf(value: unknown, notes: ServiceNotes): string | null {
  if (value === undefined || value === null) return null
  const text = textOf(value) ?? ''
  if (text.startsWith('/') && !/[\p{Cc}$]/u.test(text) && text.length <= 300) return text
  notes.refuse('working_dir', 'it is not an absolute path', 'Write, for example, `/app`.')
  return null
}

function stopSecondsOf(value: unknown, notes: ServiceNotes): number | null {
  if (value === undefined || value === null) return null
  const ms = durationMs(value)
  if (ms !== undefined && ms <= 600_000) return Math.ceil(ms / 1000)
  notes.refuse(
    'stop_grace_period',
    'it is not a duration of at most 10 minutes',
    'Write, for example, `30s`.',
  )
  return null
}
