import * as z from 'zod'

/** Printable ASCII without what browsers or nginx read as something else: spaces, quotes, `<>`, backslashes. */
const PATH = /^\/(?!\/)[\x21\x24-\x26\x28-\x3b\x3d\x40-\x5b\x5d-\x5f\x61-\x7e]*$/
const QUERY_AND_FRAGMENT = /[?#].*$/
const ABSOLUTE = /^https?:\/\/(?:[a-z0-9-]+\.)*[a-z0-9-]+(?::\d{1,5})?(?:[/?#]|$)/i
const TEXT = /^[\x21\x23-\x26\x28-\x3b\x3d\x3f-\x5b\x5d-\x5f\x61-\x7e]*$/

const from = z
  .string()
  .trim()
  .max(500)
  .regex(PATH, 'must be a path such as /old, percent-encoded, without ? and #')
const to = z
  .string()
  .trim()
  .max(1000)
  .refine(
    isDestination,
    'must be a path such as /new, or a full address that starts with http:// or https://',
  )

export const pathRedirect = z
  .strictObject({
    from,
    to,
    /** `exact`: this path only. `prefix`: it and all below it; what follows is kept. */
    match: z.enum(['exact', 'prefix']).default('exact'),
    status: z.union([z.literal(301), z.literal(302), z.literal(307), z.literal(308)]).default(301),
  })
  .refine(({ match, to: target }) => match === 'exact' || !/[?#]/.test(target), {
    path: ['to'],
    message: 'must have no ? or # when paths below are redirected as well',
  })
export type PathRedirect = z.output<typeof pathRedirect>

export const pathRedirects = z
  .array(pathRedirect)
  .max(200, 'must be at most 200 redirects')
  .superRefine((list, context) => {
    const seen = new Set<string>()
    const lookup = redirectLookup(list)
    for (const [index, redirect] of list.entries()) {
      const issue = (field: 'from' | 'to', message: string) =>
        context.addIssue({ code: 'custom', path: [index, field], message })
      const key = `${redirect.match} ${trimmed(redirect.from)}`
      if (seen.has(key)) issue('from', 'is there twice')
      seen.add(key)
      if (goesInCircles(redirect.to, lookup, list.length))
        issue('to', 'leads back to a redirect, in a circle')
    }
  })

/**
 * Where a path without its query is sent, or null. An exact path wins over a prefix, a longer prefix over a shorter.
 * The proxy does the same in lua/berth/redirects.lua.
 */
export function redirectLookup(list: PathRedirect[]) {
  const of = (match: PathRedirect['match']) => list.filter(redirect => redirect.match === match)
  const exact = new Map(of('exact').map(redirect => [redirect.from, redirect]))
  const prefixes = new Map(of('prefix').map(redirect => [trimmed(redirect.from), redirect]))
  return (path: string): { to: string; status: number } | null => {
    const own = exact.get(path)
    if (own) return { to: own.to, status: own.status }
    // A prefix ends where a segment of the path ends.
    for (let end = path.length; end >= 0; end = end > 0 ? path.lastIndexOf('/', end - 1) : -1) {
      const redirect = prefixes.get(path.slice(0, end))
      if (redirect) return { to: joined(redirect.to, path.slice(end)), status: redirect.status }
    }
    return null
  }
}

/** A path that began with two slashes would lead to another host. */
const joined = (to: string, rest: string) => trimmed(to) + rest.replace(/^[/\\]+/, '/') || '/'

/** Without slashes at its end, so that one joins what follows. */
export const trimmed = (path: string) => path.replace(/\/+$/, '')

function isDestination(text: string): boolean {
  if (!TEXT.test(text)) return false
  if (text.startsWith('/')) return PATH.test(text.replace(QUERY_AND_FRAGMENT, ''))
  return ABSOLUTE.test(text) && URL.canParse(text)
}

function goesInCircles(to: string, lookup: ReturnType<typeof redirectLookup>, most: number): boolean {
  let path: string | null = to
  for (let step = 0; path?.startsWith('/'); step++) {
    if (step > most) return true
    path = lookup(path.replace(QUERY_AND_FRAGMENT, ''))?.to ?? null
  }
  return false
}
