/** A `${NAME}` that cannot be filled in. `reason`: what the file says about it, if anything. */
export interface MissingVariable {
  name: string
  reason: string
}
export type Interpolated = { ok: true; text: string } | { ok: false; missing: MissingVariable }

type Lookup = (name: string) => string | undefined

const NAME = /^[A-Za-z_][A-Za-z0-9_]*/
const MAX_DEPTH = 10

/**
 * Fills `$NAME`, `${NAME}`, `${NAME:-default}`, `${NAME-default}`, `${NAME:?reason}`, `${NAME?reason}`, `${NAME:+other}` and
 * `${NAME+other}` in as Compose does; `$$` is a dollar sign. A name without value and default is missing, where Compose
 * would go on with nothing: an empty password is never what was meant.
 */
export function interpolate(text: string, lookup: Lookup): Interpolated {
  try {
    return { ok: true, text: filled(text, lookup, 0) }
  } catch (error) {
    if (error instanceof Missing) return { ok: false, missing: error.missing }
    throw error
  }
}

/** Names a text asks for, with whether it can do without them. */
export function variablesIn(text: string): { name: string; optional: boolean }[] {
  const found: { name: string; optional: boolean }[] = []
  scan(text, ({ name, operator }) => {
    found.push({ name, optional: operator !== '' && !operator.endsWith('?') })
    return ''
  })
  return found
}

class Missing extends Error {
  constructor(readonly missing: MissingVariable) {
    super(missing.name)
  }
}

interface Reference {
  name: string
  operator: string
  rest: string
}

function filled(text: string, lookup: Lookup, depth: number): string {
  return scan(text, ({ name, operator, rest }) => {
    const value = lookup(name)
    const given = operator.startsWith(':') ? value !== undefined && value !== '' : value !== undefined
    const other = () => (depth < MAX_DEPTH ? filled(rest, lookup, depth + 1) : rest)
    if (operator.endsWith('+')) return given ? other() : ''
    if (given) return value ?? ''
    if (operator.endsWith('-')) return other()
    throw new Missing({ name, reason: rest })
  })
}

/** The text with every reference replaced; what only looks like one stays. */
function scan(text: string, replace: (reference: Reference) => string): string {
  let result = ''
  for (let at = 0; at < text.length; ) {
    const dollar = text.indexOf('$', at)
    if (dollar < 0) return result + text.slice(at)
    result += text.slice(at, dollar)
    const next = text[dollar + 1]
    const plain = NAME.exec(text.slice(dollar + 1, dollar + 201))?.[0]
    const braced = next === '{' ? bracedAt(text, dollar) : null
    if (next === '$') {
      result += '$'
      at = dollar + 2
    } else if (braced) {
      result += replace(braced)
      at = braced.end
    } else if (plain) {
      result += replace({ name: plain, operator: '', rest: '' })
      at = dollar + 1 + plain.length
    } else {
      result += '$'
      at = dollar + 1
    }
  }
  return result
}

function bracedAt(text: string, dollar: number): (Reference & { end: number }) | null {
  const name = NAME.exec(text.slice(dollar + 2, dollar + 202))?.[0]
  if (!name) return null
  const after = dollar + 2 + name.length
  if (text[after] === '}') return { name, operator: '', rest: '', end: after + 1 }
  const operator = /^:?[-?+]/.exec(text.slice(after, after + 2))?.[0]
  const close = operator ? closingBrace(text, after) : -1
  if (!operator || close < 0) return null
  return { name, operator, rest: text.slice(after + operator.length, close), end: close + 1 }
}

function closingBrace(text: string, from: number): number {
  let open = 1
  for (let at = from; at < text.length; at++) {
    if (text.startsWith('${', at)) open += 1
    else if (text[at] === '}' && --open === 0) return at
  }
  return -1
}

/** Text that interpolation gives back as it is. */
export const literal = (text: string) => text.replaceAll('$', '$$$$')
