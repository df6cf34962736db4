/**
 * .dockerignore patterns, as the Dockerfile reference says: relative to the root, `*` and `?` within one name, `**` for
 * any number of folders, `!` takes back, the last match wins. Matched name by name and without regular expressions, so
 * that no pattern of a repository can take exponential time.
 */
export interface IgnoreRules {
  /** Whether the path, or a folder it is in, is left out. */
  ignores(path: string): boolean
}

interface Rule {
  negative: boolean
  names: string[]
}

/** Reads the lines; comments, empty and meaningless ones are skipped. */
export function parseIgnore(lines: string[]): IgnoreRules {
  const rules = lines.flatMap(line => ruleOf(line) ?? [])
  return {
    ignores(path) {
      const names = path.split('/')
      return rules.reduce(
        (ignored, rule) =>
          ignored === rule.negative && matchesOrHolds(rule.names, names) ? !rule.negative : ignored,
        false,
      )
    },
  }
}

function ruleOf(line: string): Rule | null {
  const text = line.replace(/^\uFEFF/, '').trim()
  if (text === '' || text.startsWith('#')) return null
  const negative = text.startsWith('!')
  const names: string[] = []
  for (const name of (negative ? text.slice(1).trim() : text).split('/')) {
    if (name === '..') names.pop()
    else if (name !== '' && name !== '.' && !(name === '**' && names.at(-1) === '**')) names.push(name)
  }
  return names.length === 0 ? null : { negative, names }
}

/** Whether the pattern matches the path or one of the folders above it: all folders that `pattern` reaches are tried at once. */
function matchesOrHolds(pattern: string[], path: string[]): boolean {
  let reached = skipStars(pattern, new Set([0]))
  for (const name of path) {
    const next = new Set<number>()
    for (const at of reached) {
      const part = pattern[at]
      if (part === undefined) continue
      if (part === '**') next.add(at)
      else if (matchesName(part, name)) next.add(at + 1)
    }
    if (pattern.at(-1) === '**' && reached.has(pattern.length - 1)) return true
    reached = skipStars(pattern, next)
    if (reached.has(pattern.length)) return true
  }
  return false
}

/** `**` may stand for no folder at all, except at the end, where it stands for everything below. */
function skipStars(pattern: string[], positions: Set<number>): Set<number> {
  for (const at of positions) {
    if (pattern[at] === '**' && at < pattern.length - 1) positions.add(at + 1)
  }
  return positions
}

/** Go's filepath.Match for one name: on a mismatch only the last `*` takes one more character. */
function matchesName(pattern: string, name: string): boolean {
  let p = 0
  let n = 0
  let star = -1
  let resume = 0
  while (n < name.length) {
    if (pattern[p] === '*') {
      star = p++
      resume = n
      continue
    }
    const end = matchOne(pattern, p, name[n] ?? '')
    if (end > 0) {
      p = end
      n += 1
    } else if (star >= 0) {
      p = star + 1
      n = ++resume
    } else {
      return false
    }
  }
  while (pattern[p] === '*') p += 1
  return p === pattern.length
}

/** Where the pattern goes on when its element at `p` matches the character; 0 when it does not. */
function matchOne(pattern: string, p: number, char: string): number {
  const first = pattern[p]
  if (first === undefined) return 0
  if (first === '?') return p + 1
  if (first === '\\' && p + 1 < pattern.length) return pattern[p + 1] === char ? p + 2 : 0
  const close = first === '[' ? pattern.indexOf(']', p + 2) : -1
  if (close < 0) return first === char ? p + 1 : 0
  const inside = pattern.slice(p + 1, close)
  const negated = inside.startsWith('^')
  return inClass(negated ? inside.slice(1) : inside, char) !== negated ? close + 1 : 0
}

function inClass(ranges: string, char: string): boolean {
  for (let i = 0; i < ranges.length; i++) {
    const from = ranges[i] ?? ''
    const isRange = ranges[i + 1] === '-' && i + 2 < ranges.length
    const to = isRange ? (ranges[i + 2] ?? '') : from
    if (char >= from && char <= to) return true
    if (isRange) i += 2
  }
  return false
}
