/** A rule of Traefik's routers, taken apart: matchers joined by `||`, `&&`, `!` and brackets. */
export type Rule = { matcher: string; values: string[] } | { not: Rule } | { any: Rule[] } | { all: Rule[] }

/** How many values each matcher takes (doc.traefik.io, "Rules & Priority", version 3). */
const MATCHERS: Record<string, number> = {
  Host: 1,
  HostRegexp: 1,
  Path: 1,
  PathPrefix: 1,
  PathRegexp: 1,
  Method: 1,
  ClientIP: 1,
  Header: 2,
  HeaderRegexp: 2,
}

/** Parses the whole text or throws; what Traefik would leave out without a word. */
export function parseRule(text: string): Rule {
  let rest = text
  const take = (pattern: RegExp) => {
    const match = pattern.exec(rest)
    if (!match) return null
    rest = rest.slice(match[0].length)
    return match
  }
  const must = (pattern: RegExp) => {
    const match = take(pattern)
    if (!match) throw new Error(`not a rule at ${JSON.stringify(rest.slice(0, 40))}`)
    return match
  }
  const joined = (part: () => Rule, by: RegExp): Rule[] => {
    const parts = [part()]
    while (take(by)) parts.push(part())
    return parts
  }
  const any = (): Rule => {
    const parts = joined(all, /^ \|\| /)
    return parts.length === 1 ? (parts[0] as Rule) : { any: parts }
  }
  const all = (): Rule => {
    const parts = joined(one, /^ && /)
    return parts.length === 1 ? (parts[0] as Rule) : { all: parts }
  }
  const one = (): Rule => {
    if (take(/^!/)) return { not: one() }
    if (take(/^\(/)) {
      const inner = any()
      must(/^\)/)
      return inner
    }
    const matcher = must(/^[A-Za-z]+(?=\()/)[0]
    must(/^\(/)
    const values = [must(/^`([^`]*)`/)[1] ?? '']
    for (let value = take(/^, `([^`]*)`/); value; value = take(/^, `([^`]*)`/)) values.push(value[1] ?? '')
    must(/^\)/)
    if (MATCHERS[matcher] !== values.length)
      throw new Error(`${matcher} does not take ${values.length} values`)
    return { matcher, values }
  }
  const rule = any()
  if (rest !== '') throw new Error(`something follows the rule: ${JSON.stringify(rest.slice(0, 40))}`)
  return rule
}

/** All values of a matcher in the rule. */
export function valuesOf(rule: Rule, matcher: string): string[] {
  if ('matcher' in rule) return rule.matcher === matcher ? rule.values : []
  if ('not' in rule) return valuesOf(rule.not, matcher)
  return ('any' in rule ? rule.any : rule.all).flatMap(part => valuesOf(part, matcher))
}
