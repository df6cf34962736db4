import type { ServiceNotes } from './notes'
import { isMap } from './read-yaml'
import type { Dependency } from './service'
import { textOf, textsOf } from './values'

/** By the service's name in the file. */
export interface NamedDependency {
  service: string
  condition: Dependency['condition']
  required: boolean
}

const CONDITIONS: Record<string, Dependency['condition']> = {
  service_started: 'started',
  service_healthy: 'healthy',
  service_completed_successfully: 'completed',
}

export function readDependencies(value: unknown, notes: ServiceNotes): NamedDependency[] {
  if (value === undefined || value === null) return []
  if (!isMap(value)) {
    const names = Array.isArray(value) ? textsOf(value) : undefined
    if (!names) notes.refuse('depends_on', 'it is not a list of services', 'Write the names of services.')
    return (names ?? []).map(service => ({ service, condition: 'started', required: true }))
  }
  return Object.entries(value).map(([service, details]) => {
    const said = isMap(details) ? (textOf(details.condition) ?? 'service_started') : 'service_started'
    const condition = Object.hasOwn(CONDITIONS, said) ? CONDITIONS[said] : undefined
    if (!condition)
      notes.refuse(
        'depends_on',
        `\`${said.slice(0, 40)}\` is no condition`,
        'Write, for example, `service_healthy`.',
      )
    const required = !isMap(details) || textOf(details.required) !== 'false'
    return { service, condition: condition ?? 'started', required }
  })
}

/** A service that waits for itself by way of others; null when there is none. */
export function circle(waitsFor: Map<string, string[]>): string | null {
  const done = new Set<string>()
  const visit = (name: string, path: Set<string>): string | null => {
    if (path.has(name)) return name
    if (done.has(name)) return null
    path.add(name)
    for (const next of waitsFor.get(name) ?? []) {
      const found = visit(next, path)
      if (found) return found
    }
    path.delete(name)
    done.add(name)
    return null
  }
  for (const name of waitsFor.keys()) {
    const found = visit(name, new Set())
    if (found) return found
  }
  return null
}
