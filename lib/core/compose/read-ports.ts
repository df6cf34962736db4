import type { ServiceNotes } from './notes'
import { isMap } from './read-yaml'
import { textOf } from './values'

/** The container's ports in the order of `ports`, then `expose`. Where the server would listen has no effect. */
export function readPorts({ ports, expose }: Record<string, unknown>, notes: ServiceNotes): number[] {
  const read = (key: string, value: unknown) =>
    (Array.isArray(value) ? value : value === undefined || value === null ? [] : [value]).flatMap(entry =>
      portOf(key, entry, notes),
    )
  return [...new Set([...read('ports', ports), ...read('expose', expose)])]
}

function portOf(key: string, entry: unknown, notes: ServiceNotes): number[] {
  const target = isMap(entry) ? textOf(entry.target) : textOf(entry)
  const protocol = isMap(entry)
    ? (textOf(entry.protocol) ?? 'tcp')
    : (/\/(\w+)$/.exec(target ?? '')?.[1] ?? 'tcp')
  const parts = (target ?? '').replace(/\/\w+$/, '').split(/:(?![^[]*\])/)
  const isPublished = isMap(entry) ? entry.published !== undefined : key === 'ports' && parts.length > 1
  if (isPublished) notes.ignore('ports (of the server)')
  if (protocol !== 'tcp') {
    notes.ignore(`${key} (${protocol})`)
    return []
  }
  const container = variableDefault(parts.at(-1) ?? '')
  const [first, last] = container.split('-')
  const port = /^\d{1,5}$/.test(first ?? '') ? Number(first) : 0
  if (port >= 1 && port <= 65_535 && (last === undefined || /^\d{1,5}$/.test(last))) return [port]
  notes.refuse(
    key,
    `the port \`${(target ?? '').slice(0, 40)}\` is not a number`,
    'Write the port of the container.',
  )
  return []
}

/** `8000` of `${PORT:-8000}`: a port is known before any variable is. */
const variableDefault = (text: string) => /^\$\{[A-Za-z_]\w*:?-(\d+)\}$/.exec(text)?.[1] ?? text
