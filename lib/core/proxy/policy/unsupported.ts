import type { ProxyDriver } from '../driver'
import type { RoutePolicy } from './policy'

/** A part of a policy that a proxy cannot do. */
export interface Unsupported {
  part: keyof RoutePolicy
  /** Path of the field. */
  field: string
  sentence: string
}

/** What the driver would leave out of this policy; empty for nginx, which does all of it. */
export function unsupportedBy(driver: ProxyDriver, policy: RoutePolicy): Unsupported[] {
  if (driver === 'nginx') return []
  const { maintenance, errorPages, redirects, headers, limits } = policy
  const asked: [boolean, keyof RoutePolicy, string, string][] = [
    [maintenance.message !== '', 'maintenance', 'maintenance.message', 'show a message of yours'],
    [errorPages.down !== null, 'errorPages', 'errorPages.down', 'show a page of yours'],
    [errorPages.maintenance !== null, 'errorPages', 'errorPages.maintenance', 'show a page of yours'],
    [redirects.www !== 'none', 'redirects', 'redirects.www', 'redirect'],
    [redirects.https, 'redirects', 'redirects.https', 'redirect'],
    [redirects.paths.length > 0, 'redirects', 'redirects.paths', 'redirect'],
    [headers.preset !== 'none', 'headers', 'headers.preset', 'add headers that the app does not send'],
    [headers.hsts !== null, 'headers', 'headers.hsts', 'add headers that the app does not send'],
    [headers.custom.length > 0, 'headers', 'headers.custom', 'add headers that the app does not send'],
    [limits.maxBodyMb !== null, 'limits', 'limits.maxBodyMb', 'limit uploads without holding them back'],
    [limits.readTimeoutSeconds !== null, 'limits', 'limits.readTimeoutSeconds', 'limit the time of one app'],
    [policy.static.length > 0, 'static', 'static', 'keep static files'],
  ]
  return asked
    .filter(([isAsked]) => isAsked)
    .map(([, part, field, what]) => ({
      part,
      field,
      sentence: `Traefik, which is the proxy here, cannot ${what}.`,
    }))
}
