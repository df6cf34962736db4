import { parse, TomlError } from 'smol-toml'
import { PlanProblem } from './problem'

export type TomlTable = Record<string, unknown>

/** Parses a TOML file of the repository. A mistake is a `PlanProblem` that names the file and the line. */
export function parseToml(file: string, text: string): TomlTable {
  try {
    return parse(text)
  } catch (error) {
    if (!(error instanceof TomlError)) throw error
    const reason = error.message.split('\n')[0]?.replace(/^Invalid TOML document: /, '') ?? 'unexpected text'
    throw new PlanProblem(
      'build.file-invalid',
      `The file ${file} is not valid TOML: line ${error.line}, column ${error.column}: ${reason}.`,
      `Mend line ${error.line} of ${file} and push again.`,
    )
  }
}

const isTable = (value: unknown): value is TomlTable =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** The table at `keys`, empty when it is missing or no table. */
export function tableAt(root: TomlTable, ...keys: string[]): TomlTable {
  let value: unknown = root
  for (const key of keys) value = isTable(value) && Object.hasOwn(value, key) ? value[key] : undefined
  return isTable(value) ? value : {}
}

export function stringAt(table: TomlTable, key: string): string | undefined {
  const value = Object.hasOwn(table, key) ? table[key] : undefined
  return typeof value === 'string' ? value : undefined
}

export function listAt(table: TomlTable, key: string): unknown[] {
  const value = Object.hasOwn(table, key) ? table[key] : undefined
  return Array.isArray(value) ? value : []
}

export const tablesAt = (table: TomlTable, key: string): TomlTable[] => listAt(table, key).filter(isTable)
export const stringsAt = (table: TomlTable, key: string): string[] =>
  listAt(table, key).filter(value => typeof value === 'string')
export const hasTable = (table: TomlTable, key: string) =>
  isTable(Object.hasOwn(table, key) ? table[key] : undefined)
