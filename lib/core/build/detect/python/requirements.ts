/** A dependency by its normalised name (PEP 503). */
export interface Dependency {
  name: string
  extras: string[]
  /** Exact version where the file pins one. */
  version: string | null
}

export interface Requirements {
  dependencies: Dependency[]
  /** Files named by `-r` and `-c`, as written. */
  includes: string[]
  /** Lines that install from the repository itself (`-e .`, `./lib`). */
  local: boolean
  /** Lines that need git. */
  git: boolean
  /** Names of dependencies without an exact version. */
  unpinned: string[]
}

export const normalName = (name: string) => name.toLowerCase().replace(/[-_.]+/g, '-')

const REQUIREMENT = /^([A-Za-z0-9][A-Za-z0-9._-]*)\s*(?:\[([^\]]*)\])?\s*(.*)$/

/** One PEP 508 requirement; null when the text is none. */
export function parseRequirement(text: string): Dependency | null {
  const [, name, extras, rest] = REQUIREMENT.exec(text.trim()) ?? []
  if (!name) return null
  return {
    name: normalName(name),
    extras: (extras ?? '')
      .split(',')
      .map(normalName)
      .filter(extra => extra.trim() !== ''),
    version: /^\(?\s*={2,3}\s*([0-9][A-Za-z0-9.!+_-]*)/.exec(rest ?? '')?.[1] ?? null,
  }
}

/** Reads one pip requirements file. */
export function parseRequirements(text: string): Requirements {
  const found: Requirements = { dependencies: [], includes: [], local: false, git: false, unpinned: [] }
  for (const line of text.replace(/\\\n/g, ' ').split('\n'))
    readLine(found, line.replace(/(^|\s)#.*$/, '').trim())
  return found
}

function readLine(found: Requirements, line: string) {
  if (line === '') return
  const include = /^(?:-r|-c|--requirement|--constraint)[\s=]*(\S+)$/.exec(line)?.[1]
  if (include) return void found.includes.push(include)
  const editable = /^(?:-e|--editable)[\s=]*(.+)$/.exec(line)?.[1]
  const target = (editable ?? line).trim()
  if (/\bgit\+/.test(target)) found.git = true
  else if (/^(\.|\/|file:)/.test(target) || /@\s*(file:|\.)/.test(target) || editable) found.local = true
  if (target.startsWith('-')) return
  const egg = /#egg=([A-Za-z0-9._-]+)/.exec(target)?.[1]
  const dependency = parseRequirement(egg ?? target)
  if (!dependency || (/^(\.|\/|\w+(\+\w+)?:\/\/)/.test(target) && !egg)) return
  found.dependencies.push(dependency)
  if (!dependency.version && !/\s@\s/.test(target) && !egg) found.unpinned.push(dependency.name)
}
