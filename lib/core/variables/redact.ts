import { MIN_MASKED, secretForms } from './secret-forms'

export const MASK = '***'
/** Longer forms are looked for piece by piece, which bounds the work per character of a line. */
const MAX_PATTERN = 64

/**
 * Returns a function that masks the values, in every form of `secretForms`, in one line of text. Made for lines by the
 * million and values by the ten thousand: the time per character depends on neither, whatever both contain.
 */
export function createRedactor(secretValues: readonly string[]): (line: string) => string {
  const patterns = [...new Set(secretValues.flatMap(secretForms).flatMap(pieces))].sort(byCodeUnits)
  if (patterns.length === 0) return line => line
  const longestMatch = matcher(patterns)
  return line => {
    let out = ''
    let copied = 0
    let masked = -1
    for (let at = 0; at + MIN_MASKED <= line.length; at++) {
      const length = longestMatch(line, at)
      if (length === 0 || at + length <= masked) continue
      // Secrets that overlap or touch become one mask: nothing of the second one stays.
      if (at > masked) out += line.slice(copied, at) + MASK
      masked = at + length
      copied = masked
    }
    return copied === 0 ? line : out + line.slice(copied)
  }
}

/** The last piece overlaps the one before it, so that none is too short to be told from chance. */
function pieces(form: string): string[] {
  if (form.length <= MAX_PATTERN) return [form]
  const full = Array.from({ length: Math.floor(form.length / MAX_PATTERN) }, (_, index) =>
    form.slice(index * MAX_PATTERN, (index + 1) * MAX_PATTERN),
  )
  return [...full, form.slice(-MAX_PATTERN)]
}

const byCodeUnits = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)

/**
 * Length of the longest of the sorted `patterns` that `line` has at `at`, or 0. All patterns that are a prefix of the
 * text are prefixes of its predecessor in the sorted order too: one binary search and a walk over prefixes find it.
 */
function matcher(patterns: readonly string[]): (line: string, at: number) => number {
  const prefixOf = prefixLinks(patterns)
  const starts = new Uint8Array(1 << 16)
  for (const pattern of patterns) starts[hashStart(pattern, 0)] = 1
  return (line, at) => {
    if (starts[hashStart(line, at)] === 0) return 0
    let index = predecessor(patterns, line, at)
    while (index >= 0) {
      const pattern = patterns[index] ?? ''
      if (line.startsWith(pattern, at)) return pattern.length
      index = prefixOf[index] ?? -1
    }
    return 0
  }
}

/** For each pattern the index of the longest other one that it begins with, or -1. */
function prefixLinks(patterns: readonly string[]): Int32Array {
  const links = new Int32Array(patterns.length).fill(-1)
  for (let index = 1; index < patterns.length; index++) {
    let candidate = index - 1
    while (candidate >= 0 && !patterns[index]?.startsWith(patterns[candidate] ?? '')) {
      candidate = links[candidate] ?? -1
    }
    links[index] = candidate
  }
  return links
}

/** Index of the greatest pattern that is not above the text at `at`, or -1. */
function predecessor(patterns: readonly string[], line: string, at: number): number {
  let low = 0
  let high = patterns.length
  // What the text shares with the patterns around the range, it shares with all inside.
  let sharedBelow = 0
  let sharedAbove = 0
  while (low < high) {
    const middle = (low + high) >> 1
    const pattern = patterns[middle] ?? ''
    let shared = Math.min(sharedBelow, sharedAbove)
    while (shared < pattern.length && pattern.charCodeAt(shared) === line.charCodeAt(at + shared)) shared++
    const isPrefix = shared === pattern.length
    // Past the end of the line the text is the smaller one; NaN compares as false.
    if (isPrefix || pattern.charCodeAt(shared) < line.charCodeAt(at + shared)) {
      low = middle + 1
      sharedBelow = shared
    } else {
      high = middle
      sharedAbove = shared
    }
  }
  return low - 1
}

/** 16 bits of the first MIN_MASKED characters: most positions of a line are dismissed by it. */
function hashStart(text: string, at: number): number {
  let hash = 0
  for (let i = 0; i < MIN_MASKED; i++) hash = (hash * 31 + text.charCodeAt(at + i)) | 0
  return (hash ^ (hash >>> 16)) & 0xffff
}
