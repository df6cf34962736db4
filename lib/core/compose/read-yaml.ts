import { parseDocument } from 'yaml'
import { PlanProblem, shown } from '../build/detect/problem'

export type YamlMap = Record<string, unknown>

const MAX_ALIASES = 100
const NUMBER_TAGS = new Set(['tag:yaml.org,2002:int', 'tag:yaml.org,2002:float'])

/**
 * The mapping in a YAML file of the repository. Numbers stay texts, so that `0123` and `1.10` are what was written.
 * A mistake is a `PlanProblem` that names the line.
 */
export function readYaml(file: string, text: string): YamlMap {
  const value = parsed(file, text)
  if (isMap(value)) return value
  throw invalid(file, 'it is not a mapping of keys')
}

export const isMap = (value: unknown): value is YamlMap =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

function parsed(file: string, text: string): unknown {
  try {
    const document = parseDocument(text, {
      schema: 'core',
      merge: true,
      // Tags of single elements: without those of numbers, a plain number is a string.
      customTags: tags => tags.filter(tag => typeof tag === 'string' || !NUMBER_TAGS.has(tag.tag)),
      // `silent` would let a second document pass.
      logLevel: 'error',
    })
    const [problem] = [...document.errors, ...document.warnings]
    if (problem) throw invalid(file, shown(problem.message.split('\n')[0] ?? ''))
    return document.toJS({ maxAliasCount: MAX_ALIASES })
  } catch (error) {
    if (error instanceof PlanProblem) throw error
    // Too many aliases, or nesting deeper than the stack.
    if (error instanceof ReferenceError || error instanceof RangeError)
      throw invalid(file, 'it repeats or nests more than any real file does')
    throw error
  }
}

const invalid = (file: string, why: string) =>
  new PlanProblem(
    'compose.invalid',
    `${file} cannot be read: ${why}.`,
    `Mend ${file} (\`docker compose config\` shows the place) and push again.`,
  )
