import { proxyPagePath } from './proxy-page'
import { routeTable, targetName } from './route-table'
import type { ProxyRoute, RouteDocument } from './routes'
import { SPOOFABLE_HEADERS } from './spoofable-headers'
import type { TraefikDocument, TraefikMiddleware, TraefikRouter, TraefikService } from './traefik-document'
import { traefikGate } from './traefik-policy'
import {
  allOf,
  anyOf,
  clientRule,
  headerPattern,
  headerRule,
  hostRule,
  methodRule,
  pathPattern,
  pathPrefix,
} from './traefik-rule'

export interface TraefikOptions {
  /** Opens Traefik's API to who knows it; hexadecimal digits. */
  key: string
  /** What people's browsers speak: `https` when something in front of the proxy ends TLS. */
  publicScheme: 'http' | 'https'
  connectSeconds: number
  /** Silence of an app before its answer begins, after which a request is given up. */
  readSeconds: number
}

/** Where the driver asks Traefik about itself; a name that DNS cannot have. */
export const ADMIN_HOST = 'berth-proxy.invalid'
export const ADMIN_HEADER = 'X-Berth-Key'
/** Its answer leads to an address that ends with the marker of the document in effect. */
export const MARKER_PATH = '/generation'

const PRIORITY = { admin: 90_000, refused: 80_000, websocket: 60_000, route: 50_000, closed: 40_000, none: 1 }
const TRANSPORT = 'berth'

type Routers = Record<string, TraefikRouter>
type Middlewares = Record<string, TraefikMiddleware>

/**
 * All routes as one document of Traefik's file provider. `marker` names it: Traefik answers with it as soon as requests
 * go by this document. Throws for what `routeTable` refuses.
 */
export function traefikDocument(
  document: RouteDocument,
  marker: string,
  options: TraefikOptions,
): TraefikDocument {
  routeTable(document, () => 'page')
  const { panel, routes } = document
  const apps = routes.filter(isOpen)
  const services = apps.map(({ id, targets }) => [`app-${id}`, service(targets)] as const)
  return {
    http: {
      routers: { ...ownRouters(document, options.key), ...Object.assign({}, ...routes.map(routersOf)) },
      services: {
        pages: service([panel.target], false),
        panel: service([panel.target]),
        ...Object.fromEntries(services),
      },
      middlewares: {
        ...ownMiddlewares(document.generation, marker, options.publicScheme),
        ...Object.assign({}, ...routes.map(middlewaresOf)),
      },
      serversTransports: {
        [TRANSPORT]: {
          // A connection is used once: an app may close an idle one in the moment it is used, and so what is open to
          // a target is what is under way.
          maxIdleConnsPerHost: -1,
          forwardingTimeouts: {
            dialTimeout: `${options.connectSeconds}s`,
            responseHeaderTimeout: `${options.readSeconds}s`,
          },
        },
      },
    },
  }
}

const WEBSOCKET = headerPattern('Upgrade', '(?i)^websocket$')
/** A tunnel, and a path that leads above the root. */
const REFUSED = anyOf([methodRule('CONNECT'), pathPattern('^/*[.][.](/|$)')])

/** What is there whatever the apps are. */
function ownRouters({ panel }: RouteDocument, key: string): Routers {
  const guard = [clientRule('127.0.0.1'), hostRule([ADMIN_HOST]), headerRule(ADMIN_HEADER, key)]
  const admin = (path: string, names: string[], target: string) =>
    router(allOf([...guard, pathPrefix(path)]), PRIORITY.admin, names, target)
  return {
    marker: admin(MARKER_PATH, ['marker'], 'noop@internal'),
    api: admin('/api', [], 'api@internal'),
    refused: pageRouter(REFUSED, PRIORITY.refused, 'page-refused'),
    none: pageRouter(pathPrefix('/'), PRIORITY.none, 'page-none'),
    ...(panel.hosts.length > 0 ? pair('panel', hostRule(panel.hosts), ['request']) : {}),
  }
}

/** Somebody reaches the app: it runs, and is not in maintenance for all. */
function isOpen(route: ProxyRoute): boolean {
  const { closedFor, allowed } = traefikGate(route)
  return route.state === 'LIVE' && route.hosts.length > 0 && (closedFor === null || allowed !== null)
}

function routersOf(route: ProxyRoute): Routers {
  const { id, hosts, state, targets } = route
  if (hosts.length === 0) return {}
  const { names, beforePages, closedFor, allowed } = traefikGate(route)
  const rule = hostRule(hosts)
  const page = (priority: number, before: string[]) => pageRouter(rule, priority, `page-${id}`, before)
  if (closedFor === null && state !== 'LIVE') return { [`app-${id}`]: page(PRIORITY.route, names) }
  const inner = [...names, ...retry(targets.length)]
  return {
    ...(isOpen(route)
      ? pair(`app-${id}`, allOf([rule, ...(allowed ? [allowed] : [])]), ['request', ...inner])
      : {}),
    ...(closedFor === null ? {} : { [`closed-${id}`]: page(PRIORITY.closed, beforePages) }),
  }
}

/** Two routers, so that of the headers that ask for another protocol only a websocket's reaches an app. */
function pair(name: string, rule: string, names: string[]): Routers {
  return {
    [name]: router(rule, PRIORITY.route, [...names, 'no-upgrade'], name),
    [`ws-${name}`]: router(allOf([rule, WEBSOCKET]), PRIORITY.websocket, names, name),
  }
}

const pageRouter = (rule: string, priority: number, page: string, before: string[] = []) =>
  router(rule, priority, ['request', 'no-upgrade', ...before, page], 'pages')

const router = (rule: string, priority: number, middlewares: string[], target: string): TraefikRouter => ({
  rule,
  priority,
  entryPoints: ['web'],
  ...(middlewares.length > 0 ? { middlewares } : {}),
  service: target,
})

const service = (targets: ProxyRoute['targets'], passHostHeader = true): TraefikService => ({
  loadBalancer: {
    servers: targets.map(target => ({ url: `http://${targetName(target)}` })),
    passHostHeader,
    serversTransport: TRANSPORT,
  },
})

/** Another target gets a request that could not be sent; one that was sent is never sent again. */
const retry = (targets: number) => (targets > 1 ? [`retry-${targets}`] : [])

const PAGE_OF = { STOPPED: 'stopped', UPDATING: 'updating', DOWN: 'down' } as const

function middlewaresOf(route: ProxyRoute): Middlewares {
  const { id, name, hosts, state, targets } = route
  if (hosts.length === 0) return {}
  const { middlewares, closedFor } = traefikGate(route)
  const tries = retry(targets.length).map(key => [key, { retry: { attempts: targets.length } }] as const)
  const closed = closedFor === null ? null : page('maintenance', name, closedFor)
  const shown = closed ?? (state === 'LIVE' ? null : page(PAGE_OF[state], name))
  return {
    ...middlewares,
    ...(shown ? { [`page-${id}`]: shown } : {}),
    ...(isOpen(route) ? Object.fromEntries(tries) : {}),
  }
}

function ownMiddlewares(generation: number, marker: string, publicScheme: 'http' | 'https'): Middlewares {
  return {
    marker: {
      redirectRegex: { regex: '^.*$', replacement: `http://${ADMIN_HOST}/${marker}`, permanent: false },
    },
    'page-refused': page('refused'),
    'page-none': page(generation === 0 ? 'starting' : 'unknown'),
    'no-upgrade': { headers: { customRequestHeaders: { Upgrade: '' } } },
    request: {
      headers: {
        customRequestHeaders: {
          ...Object.fromEntries(REQUEST_HEADERS_REMOVED.map(header => [header, ''])),
          'X-Forwarded-Proto': publicScheme,
          ...(publicScheme === 'https' ? { 'X-Forwarded-Port': '443' } : {}),
        },
        customResponseHeaders: Object.fromEntries(RESPONSE_HEADERS_REMOVED.map(header => [header, ''])),
      },
    },
  }
}

const page = (...place: Parameters<typeof proxyPagePath>): TraefikMiddleware => ({
  replacePath: { path: proxyPagePath(...place) },
})

/** What a client must not say. Names that an app server could take for one of these are dropped by Traefik itself. */
const REQUEST_HEADERS_REMOVED = [...SPOOFABLE_HEADERS, 'X-Request-Id', 'Te']

/** As nginx hides them: what an app says about itself, and what would steer a proxy. */
const RESPONSE_HEADERS_REMOVED = [
  'Server',
  'Proxy-Connection',
  'X-Accel-Redirect',
  'X-Accel-Limit-Rate',
  'X-Accel-Charset',
  'X-Accel-Expires',
  'X-Accel-Buffering',
]
