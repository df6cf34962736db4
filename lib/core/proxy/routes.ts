import type { RoutePolicy } from './policy/policy'

/**
 * `UPDATING`: no instance serves for a moment; visitors are asked to try again. `DOWN`: none is up, of itself; they are
 * told that the app does not answer. The values of Prisma's `RouteState`.
 */
export const ROUTE_STATES = ['LIVE', 'STOPPED', 'UPDATING', 'DOWN'] as const
export type RouteState = (typeof ROUTE_STATES)[number]

/** Where a request for a hostname goes. */
export interface ProxyRoute {
  /** Id of the app environment. */
  id: string
  /** `<app>-<environment>`, for error pages and the access log. */
  name: string
  hosts: string[]
  state: RouteState
  /** Not empty when LIVE. */
  targets: { host: string; port: number }[]
  /** Changes with each switch: what the proxy keeps of an answer is kept under it. */
  version?: number
  /** Absent: requests are passed on, nothing else. */
  policy?: RoutePolicy
}

/** Everything the proxy routes. The proxy ignores a document older than the one it has. */
export interface RouteDocument {
  generation: number
  /** Hostnames that reach the panel, and where it listens. */
  panel: { hosts: string[]; target: { host: string; port: number } }
  routes: ProxyRoute[]
}
