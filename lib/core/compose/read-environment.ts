import { parseDotenv } from '../variables/dotenv'
import { nameProblem } from '../variables/limits'
import { literal } from './interpolate'
import type { ServiceNotes } from './notes'
import { isMap } from './read-yaml'
import { type RepositoryFiles, repositoryPath } from './repository-path'
import { textOf, textsOf } from './values'

/** Longer texts with `${NAME}` would take long to fill in. */
const MAX_TEXT = 8000

export type Environment = Record<string, string | null>

/** `environment` over the files of `env_file`, each later one over the earlier. null: taken from the app's variables. */
export function readEnvironment(
  { environment, env_file: named }: Record<string, unknown>,
  files: RepositoryFiles,
  notes: ServiceNotes,
): Environment {
  const entries = new Map<string, string | null>()
  for (const file of envFiles(named, files, notes)) {
    const text = files.text(file.path)
    if (text === undefined && file.required) {
      notes.refuse(
        'env_file',
        `${file.path} is not a text file of the repository`,
        'Most often it is kept out of git: add its lines under Variables, and use `environment: [NAME, …]`.',
      )
    }
    for (const { name, value } of text === undefined ? [] : parseDotenv(text).entries) {
      entries.set(name, literal(value))
    }
  }
  for (const [name, value] of pairsOf(environment, 'environment', notes)) entries.set(name, value)
  return Object.fromEntries(entries)
}

/** The files of an `env_file` that are inside the repository. */
export function envFiles(
  value: unknown,
  { folder }: Pick<RepositoryFiles, 'folder'>,
  notes: ServiceNotes,
): { path: string; required: boolean }[] {
  const list = Array.isArray(value) ? value : value === undefined || value === null ? [] : [value]
  return list.flatMap(entry => {
    const text = textOf(isMap(entry) ? entry.path : entry)
    const path = text === undefined ? null : repositoryPath(text, folder)
    if (path) return [{ path, required: !isMap(entry) || textOf(entry.required) !== 'false' }]
    notes.refuse(
      'env_file',
      `${text ?? 'it'} is not a file inside the app's root directory`,
      'Name a file of the repository, or set the values under Variables.',
    )
    return []
  })
}

/** `NAME: value` or `- NAME=value`. Names that no process can be given are refused. */
export function pairsOf(value: unknown, key: string, notes: ServiceNotes): [string, string | null][] {
  return rawPairs(value, key, notes).filter(([name, text]) => {
    const problem = nameProblem(name)
    if (problem) notes.refuse(key, `the name \`${name.slice(0, 40)}\` ${problem}`, 'Rename it.')
    else if (text?.includes('\0'))
      notes.refuse(key, `the value of ${name} holds a NUL character`, 'Remove it.')
    else if (text && text.length > MAX_TEXT)
      notes.refuse(
        key,
        `the value of ${name} is longer than ${MAX_TEXT} characters`,
        'Set it under Variables.',
      )
    else return true
    return false
  })
}

function rawPairs(value: unknown, key: string, notes: ServiceNotes): [string, string | null][] {
  if (value === undefined || value === null) return []
  if (isMap(value)) {
    return Object.entries(value).flatMap(([name, one]): [string, string | null][] => {
      const text = one === null ? null : textOf(one)
      if (text === undefined)
        notes.refuse(key, `the value of ${name.slice(0, 40)} is not a text`, 'Write a text.')
      return text === undefined ? [] : [[name, text]]
    })
  }
  const lines = Array.isArray(value) ? textsOf(value) : undefined
  if (lines === undefined) {
    notes.refuse(key, 'it is neither a mapping nor a list of `NAME=value`', 'Write `NAME: value` lines.')
    return []
  }
  return lines.map(line => {
    const equals = line.indexOf('=')
    return equals < 0 ? [line, null] : [line.slice(0, equals), line.slice(equals + 1)]
  })
}
