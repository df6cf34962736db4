import type { RoutePolicy } from './policy/policy'
import type { ProxyRoute } from './routes'
import type { TraefikMiddleware } from './traefik-document'
import { anyOf, clientRule } from './traefik-rule'

/** What stands in front of a route by its policy; what Traefik cannot do is told by `unsupportedBy`. */
export interface TraefikGate {
  /** Names of `middlewares`, in the order requests pass them. */
  names: string[]
  /** Those of them that count for the page that says maintenance: it is there for all. */
  beforePages: string[]
  middlewares: Record<string, TraefikMiddleware>
  /** Seconds after which to come back, when the app is in maintenance. */
  closedFor: number | null
  /** A rule for who reaches an app in maintenance all the same; null: nobody. */
  allowed: string | null
}

export function traefikGate({ id, name, policy }: ProxyRoute): TraefikGate {
  const steps = policy
    ? [...rate(id, policy), ...login(id, name, policy)]
    : ([] as [string, TraefikMiddleware][])
  const { on = false, allow = [], retryAfterSeconds = 0 } = policy?.maintenance ?? {}
  return {
    names: steps.map(([key]) => key),
    beforePages: policy ? rate(id, policy).map(([key]) => key) : [],
    middlewares: Object.fromEntries(steps),
    closedFor: on ? retryAfterSeconds : null,
    allowed: on && allow.length > 0 ? anyOf(allow.map(range => clientRule(range.toLowerCase()))) : null,
  }
}

function rate(
  id: string,
  { limits: { requestsPerSecond, burst } }: RoutePolicy,
): [string, TraefikMiddleware][] {
  if (requestsPerSecond === null) return []
  // Of an IPv6 address its /64 network counts: everybody has that many addresses.
  const sourceCriterion = { ipStrategy: { ipv6Subnet: 64 } }
  // Traefik's burst has the one that is let through anyway.
  const rateLimit = { average: requestsPerSecond, period: '1s', burst: burst + 1, sourceCriterion }
  return [[`rate-${id}`, { rateLimit }]]
}

function login(id: string, realm: string, { basicAuth }: RoutePolicy): [string, TraefikMiddleware][] {
  if (basicAuth.users.length === 0) return []
  const users = basicAuth.users.map(({ name, hash }) => `${name}:${hash}`)
  // It was for us; the app must not see the password.
  return [[`login-${id}`, { basicAuth: { users, realm, removeHeader: true } }]]
}
