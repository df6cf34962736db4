import { nameProblem, valueProblem } from './limits'

/** A variable as it stands in a `.env` file. `line` counts from 1. */
export interface DotenvEntry {
  name: string
  value: string
  line: number
}
export interface DotenvProblem {
  line: number
  sentence: string
}
export interface Dotenv {
  /** One for each name, in the order of the file. */
  entries: DotenvEntry[]
  /** What could not be read, or was passed over, in the order of the file. */
  problems: DotenvProblem[]
}

/**
 * Reads a `.env` file as common tools do: comments, `export`, quoted values over several lines, and `\n`, `\t`, `\"`,
 * `\$` in double quotes. Values are literal: `$NAME` is not filled in. Never throws; a line that cannot be read is a
 * problem, and the others count.
 */
export function parseDotenv(text: string): Dotenv {
  const source = text.replace(/^\uFEFF/, '').replace(/\r\n?/g, '\n')
  const entries = new Map<string, DotenvEntry>()
  const problems: DotenvProblem[] = []
  let line = 1
  for (let at = 0; at < source.length; ) {
    const statement = readStatement(source, at)
    const { name, value, problem } = statement
    if (problem !== null) problems.push({ line, sentence: problem })
    else if (name !== null) {
      const before = entries.get(name)
      if (before) {
        problems.push({ line, sentence: `${name} is on line ${before.line} too. This one counts.` })
        entries.delete(name)
      }
      entries.set(name, { name, value, line })
    }
    for (let i = at; i < statement.end; i++) if (source[i] === '\n') line += 1
    at = statement.end
  }
  return { entries: [...entries.values()], problems }
}

/** One statement; `name` is null for blank lines, comments and what has a problem. `end`: where the next begins. */
interface Statement {
  name: string | null
  value: string
  problem: string | null
  end: number
}

function readStatement(source: string, start: number): Statement {
  const newline = source.indexOf('\n', start)
  const lineEnd = newline < 0 ? source.length : newline
  const line = source.slice(start, lineEnd)
  const trimmed = line.trim()
  const nothing = { name: null, value: '', problem: null, end: lineEnd + 1 }
  if (trimmed === '' || trimmed.startsWith('#')) return nothing
  const equals = line.indexOf('=')
  if (equals < 0) {
    return { ...nothing, problem: `“${cut(trimmed)}” has no “=”. Write NAME=value.` }
  }
  const name = line
    .slice(0, equals)
    .trim()
    .replace(/^export\s+/, '')
  const read = readValue(source, start + equals + 1, lineEnd)
  const named = nameProblem(name)
  const valued = valueProblem(read.value)
  if (named) return { ...nothing, end: read.end, problem: `The name “${cut(name)}” ${named}.` }
  if (read.problem) return { ...nothing, end: read.end, problem: `${name}: ${read.problem}` }
  if (valued) return { ...nothing, end: read.end, problem: `${name}: the value ${valued}.` }
  return { name, value: read.value, problem: null, end: read.end }
}

function readValue(source: string, from: number, lineEnd: number) {
  const line = source.slice(from, lineEnd)
  const bare = line.trimStart()
  const quote = bare[0]
  if (quote !== '"' && quote !== "'" && quote !== '`') {
    return { value: withoutComment(line), problem: null, end: lineEnd + 1 }
  }
  const open = from + line.length - bare.length
  const close = closingQuote(source, open + 1, quote)
  if (close < 0) return { value: '', problem: `the ${quote} is never closed.`, end: lineEnd + 1 }
  const newline = source.indexOf('\n', close)
  const end = newline < 0 ? source.length : newline
  const rest = source.slice(close + 1, end).trim()
  const inner = source.slice(open + 1, close)
  if (rest === '' || rest.startsWith('#')) {
    return { value: quote === '"' ? unescaped(inner) : inner, problem: null, end: end + 1 }
  }
  // The next line is read for itself: most often a quote was forgotten on this one.
  return { value: '', problem: `there is text after the closing ${quote}.`, end: lineEnd + 1 }
}

function closingQuote(source: string, from: number, quote: string): number {
  if (quote !== '"') return source.indexOf(quote, from)
  for (let at = from; at < source.length; at++) {
    if (source[at] === '\\') at += 1
    else if (source[at] === '"') return at
  }
  return -1
}

/** A `#` begins a comment only after a space, so that `COLOR=#fff` and passwords with `#` stay whole. */
function withoutComment(line: string): string {
  const comment = line.search(/\s#/)
  return (comment < 0 ? line : line.slice(0, comment)).trim()
}

const ESCAPED: Record<string, string> = { n: '\n', r: '\r', t: '\t', '"': '"', $: '$', '\\': '\\' }

const unescaped = (text: string) =>
  text.replace(/\\([nrt"$\\])/g, (_, character: string) => ESCAPED[character] ?? character)

const cut = (text: string) => (text.length > 40 ? `${text.slice(0, 40)}…` : text)

/** Text of a `.env` file which `parseDotenv`, and other tools, read back as the same values. */
export const formatDotenv = (entries: readonly { name: string; value: string }[]): string =>
  entries.map(({ name, value }) => `${name}=${quoted(value)}\n`).join('')

function quoted(value: string): string {
  if (/^[\w./:@%+,=-]*$/.test(value)) return value
  if (!/['\r]/.test(value)) return `'${value}'`
  const escaped = value
    .replace(/[\\"$]/g, '\\$&')
    .replace(/\n/g, '\\n')
    .replace(/\r/g, '\\r')
  return `"${escaped}"`
}
