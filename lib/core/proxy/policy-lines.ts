import { addressBytes } from './policy/address-range'
import { type RoutePolicy, routePolicy } from './policy/policy'
import { trimmed } from './policy/redirects'
import { responseHeaders } from './policy/response-headers'
import type { ProxyRoute } from './routes'

export type PageName = (html: string) => string

/** Fields of letters, digits and signs, apart by single spaces: nothing that ends a line. */
const LINE = /^\+(?: [\x21-\x7e]+)+$/

/**
 * What a route's policy asks for, a line each, read by lua/berth/policy.lua. Free text is percent-encoded. A part
 * that asks for nothing has no line. Throws for a policy that is not valid.
 */
export function policyLines(route: ProxyRoute, pageName: PageName): string[] {
  if (!route.policy) return []
  const parsed = routePolicy.safeParse(route.policy)
  if (!parsed.success) {
    const [issue] = parsed.error.issues
    throw new Error(
      `Not a policy the proxy can follow, of route ${route.id}: ${issue?.path.join('.')} ${issue?.message}`,
    )
  }
  const policy = parsed.data
  const lines = [
    ...maintenance(policy, pageName),
    ...redirects(policy),
    ...policy.basicAuth.users.map(({ name, hash }) => `user ${name} ${hash}`),
    ...responseHeaders(policy.headers).map(
      ({ name, value, when }) => `header ${when} ${name} ${encodeURIComponent(value)}`,
    ),
    ...limits(policy),
    ...policy.static.map(({ prefix, immutable }) => `static ${immutable} ${prefix}`),
    ...(policy.static.length > 0 ? [`version ${route.version ?? 0}`] : []),
  ].map(line => `+ ${line}`)
  for (const line of lines)
    if (!LINE.test(line)) throw new Error(`Not a line of a policy: ${line.slice(0, 100)}`)
  return lines
}

function maintenance(
  { maintenance: { on, ...said }, errorPages }: RoutePolicy,
  pageName: PageName,
): string[] {
  const allow = said.allow.map(range => {
    const { bytes, bits } = addressBytes(range)
    return `${bytes.map(byte => byte.toString(16).padStart(2, '0')).join('')}/${bits}`
  })
  const fields = [said.retryAfterSeconds, allow.join(',') || '-', encodeURIComponent(said.message) || '-']
  return [
    ...(on ? [`maintenance ${fields.join(' ')}`] : []),
    ...(errorPages.down ? [`page down ${pageName(errorPages.down)}`] : []),
    ...(on && errorPages.maintenance ? [`page maintenance ${pageName(errorPages.maintenance)}`] : []),
  ]
}

const redirects = ({ redirects: { www, https, paths } }: RoutePolicy): string[] => [
  ...(www === 'none' ? [] : [`www ${www}`]),
  ...(https ? ['https on'] : []),
  ...paths.map(({ match, status, from, to }) =>
    match === 'exact'
      ? `redirect exact ${status} ${from} ${to}`
      : `redirect prefix ${status} ${trimmed(from) || '/'} ${trimmed(to) || '/'}`,
  ),
]

function limits({
  limits: { maxBodyMb, readTimeoutSeconds, requestsPerSecond, burst },
}: RoutePolicy): string[] {
  return [
    ...(maxBodyMb === null ? [] : [`body ${maxBodyMb}`]),
    ...(readTimeoutSeconds === null ? [] : [`read ${readTimeoutSeconds}`]),
    ...(requestsPerSecond === null ? [] : [`rate ${requestsPerSecond} ${burst}`]),
  ]
}

/** The error pages a policy uses, each once. */
export const pagesOf = (routes: ProxyRoute[]): string[] =>
  [
    ...new Set(
      routes.flatMap(({ policy }) => [
        policy?.errorPages.down ?? null,
        policy?.maintenance.on ? policy.errorPages.maintenance : null,
      ]),
    ),
  ].filter(html => html !== null)
