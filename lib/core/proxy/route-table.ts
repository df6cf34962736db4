import * as z from 'zod'
import { type PageName, policyLines } from './policy-lines'
import { type ProxyRoute, ROUTE_STATES, type RouteDocument } from './routes'

/** Lower-case labels of letters, digits, `-` and `_` (internal names have it); an IPv6 literal in brackets. */
const LABEL = '[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?'
const hostname = z
  .string()
  .max(253)
  .regex(new RegExp(`^(?:${LABEL}(?:\\.${LABEL})*|\\[[0-9a-f:.]{2,45}\\])$`))
const word = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,199}$/)
/** An address, not a name: the proxy connects without looking anything up. */
const address = z.union([z.ipv4(), z.ipv6().transform(host => `[${host.toLowerCase()}]`)])
const port = z.number().int().min(1).max(65535)
const generation = z.number().int().min(0).max(Number.MAX_SAFE_INTEGER)

type Target = RouteDocument['panel']['target']

/** `host:port` as the proxy counts it, IPv6 in brackets. Throws for anything but an address and a port. */
export const targetName = ({ host, port: number }: Target): string =>
  `${valid(address, host, 'a target address')}:${valid(port, number, 'a target port')}`

/**
 * The document in the proxy's own form: one line per route, fields apart by spaces, below it one line for each thing
 * its policy asks for, and an end line that counts the routes, so that a torn file is noticed.
 *
 *     berth-routes 2
 *     generation 42
 *     panel 127.0.0.1:3100 panel.example.com
 *     route <id> <name> LIVE 172.20.0.3:8080,172.20.0.4:8080 shop.example.com www.shop.example.com
 *     + www remove
 *     + rate 20 50
 *     route <id> <name> STOPPED - blog.example.com
 *     end 2
 *
 * Throws for a field that could be taken for something else, and for a hostname that two routes claim: a wrong
 * document must never be half right. `pageName` names the file of an error page by its text.
 */
export function routeTable(document: RouteDocument, pageName: PageName): string {
  const claimed = new Set<string>()
  const claim = (host: string) => {
    valid(hostname, host, 'a hostname')
    if (claimed.has(host)) throw new Error(`Two routes claim the hostname ${host}.`)
    claimed.add(host)
    return host
  }
  const { panel, routes } = document
  const lines = routes.flatMap(route => [routeLine(route, claim), ...policyLines(route, pageName)])
  return `${[
    'berth-routes 2',
    `generation ${valid(generation, document.generation, 'a generation')}`,
    ['panel', targetName(panel.target), ...panel.hosts.map(claim)].join(' '),
    ...lines,
    `end ${routes.length}`,
  ].join('\n')}\n`
}

function routeLine(route: ProxyRoute, claim: (host: string) => string): string {
  const { id, name, state } = route
  const targets = state === 'LIVE' ? route.targets.map(targetName) : ['-']
  if (targets.length === 0) throw new Error(`The route ${id} is live and has no target.`)
  return [
    'route',
    valid(word, id, 'a route id'),
    valid(word, name, 'a route name'),
    valid(z.enum(ROUTE_STATES), state, 'a state'),
    targets.join(','),
    ...route.hosts.map(claim),
  ].join(' ')
}

function valid<T>(schema: z.ZodType<T>, value: unknown, what: string): T {
  const parsed = schema.safeParse(value)
  if (parsed.success) return parsed.data
  throw new Error(`Not ${what}: ${JSON.stringify(value)?.slice(0, 100)}`)
}
