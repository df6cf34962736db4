/** What we use of Traefik's dynamic configuration (version 3, file provider). */
export interface TraefikRouter {
  rule: string
  /** Above all by number, not by the length of the rule, which is Traefik's own order. */
  priority: number
  entryPoints: ['web']
  middlewares?: string[]
  service: string
}

export interface TraefikService {
  loadBalancer: { servers: { url: string }[]; passHostHeader: boolean; serversTransport: string }
}

export type TraefikMiddleware =
  | {
      headers: {
        /** An empty value removes the header. */
        customRequestHeaders?: Record<string, string>
        customResponseHeaders?: Record<string, string>
      }
    }
  | { replacePath: { path: string } }
  | { redirectRegex: { regex: string; replacement: string; permanent: boolean } }
  | { retry: { attempts: number } }
  | { basicAuth: { users: string[]; realm: string; removeHeader: boolean } }
  | {
      rateLimit: {
        average: number
        period: string
        burst: number
        sourceCriterion: { ipStrategy: { ipv6Subnet: number } }
      }
    }

export interface TraefikServersTransport {
  maxIdleConnsPerHost: number
  forwardingTimeouts: { dialTimeout: string; responseHeaderTimeout: string }
}

export interface TraefikDocument {
  http: {
    routers: Record<string, TraefikRouter>
    services: Record<string, TraefikService>
    middlewares: Record<string, TraefikMiddleware>
    serversTransports: Record<string, TraefikServersTransport>
  }
}

/**
 * The document as the text of a `.yml` file: JSON, which YAML includes. Traefik reads the file as a Go template first,
 * so a brace inside a string is written as its escape; those of JSON itself never stand two in a row at an opening.
 */
export function traefikText(document: object): string {
  const text = JSON.stringify(document, null, 1).replaceAll(/"(?:[^"\\]|\\.)*"/g, string =>
    string.replaceAll('{', '\\u007b').replaceAll('}', '\\u007d'),
  )
  if (text.includes('{{')) throw new Error('Traefik would take this document for a template.')
  return `${text}\n`
}
