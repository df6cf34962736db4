/** Where a request for a hostname goes. */
export interface ProxyRoute {
  /** Id of the app environment. */
  id: string
  /** `<app>-<environment>`, for error pages and the access log. */
  name: string
  hosts: string[]
  state: 'LIVE' | 'STOPPED'
  /** Not empty when LIVE. */
  targets: { host: string; port: number }[]
}

/** Everything the proxy routes. The proxy ignores a document older than the one it has. */
export interface RouteDocument {
  generation: number
  /** Hostnames that reach the panel, and where it listens. */
  panel: { hosts: string[]; target: { host: string; port: number } }
  routes: ProxyRoute[]
}
