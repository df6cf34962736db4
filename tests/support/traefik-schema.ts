import * as z from 'zod'

/**
 * The part of Traefik's dynamic configuration that we write, after the reference of version 3
 * (https://doc.traefik.io/traefik/reference/routing-configuration/). Strict: a misspelt option is an error here, as it
 * is in Traefik. The published JSON schema is no part of this project, and takes any text for a rule.
 */
const duration = z.string().regex(/^\d+(?:ms|s|m|h)$/)
const headerMap = z.record(z.string().regex(/^[A-Za-z0-9-]+$/), z.string())
const name = z.string().regex(/^[A-Za-z0-9._-]+$/)

const router = z.strictObject({
  rule: z.string().min(1),
  priority: z.number().int().positive(),
  entryPoints: z.array(z.string()).nonempty(),
  middlewares: z.array(name).nonempty().optional(),
  service: z.string().regex(/^[A-Za-z0-9._-]+(?:@internal)?$/),
})

const service = z.strictObject({
  loadBalancer: z.strictObject({
    servers: z
      .array(z.strictObject({ url: z.string().regex(/^http:\/\/(?:[0-9.]+|\[[0-9a-f:.]+\]):\d+$/) }))
      .nonempty(),
    passHostHeader: z.boolean(),
    serversTransport: name,
  }),
})

const middleware = z.union([
  z.strictObject({
    headers: z.strictObject({
      customRequestHeaders: headerMap.optional(),
      customResponseHeaders: headerMap.optional(),
    }),
  }),
  z.strictObject({
    basicAuth: z.strictObject({
      users: z.array(z.string().regex(/^[^:\s]+:\$2[aby]\$\d\d\$\S{53}$/)).nonempty(),
      realm: z.string(),
      removeHeader: z.boolean(),
    }),
  }),
  z.strictObject({
    rateLimit: z.strictObject({
      average: z.number().int().positive(),
      period: duration,
      burst: z.number().int().positive(),
      sourceCriterion: z.strictObject({ ipStrategy: z.strictObject({ ipv6Subnet: z.number().int() }) }),
    }),
  }),
  z.strictObject({ replacePath: z.strictObject({ path: z.string().startsWith('/') }) }),
  z.strictObject({
    redirectRegex: z.strictObject({ regex: z.string(), replacement: z.string(), permanent: z.boolean() }),
  }),
  z.strictObject({ retry: z.strictObject({ attempts: z.number().int().positive() }) }),
])

export const traefikSchema = z
  .strictObject({
    http: z.strictObject({
      routers: z.record(name, router),
      services: z.record(name, service),
      middlewares: z.record(name, middleware),
      serversTransports: z.record(
        name,
        z.strictObject({
          maxIdleConnsPerHost: z.number().int(),
          forwardingTimeouts: z.strictObject({ dialTimeout: duration, responseHeaderTimeout: duration }),
        }),
      ),
    }),
  })
  .superRefine(({ http }, context) => {
    const missing = (kind: string, wanted: string) => context.addIssue(`there is no ${kind} ${wanted}`)
    for (const { service: wanted, middlewares = [] } of Object.values(http.routers)) {
      if (!wanted.endsWith('@internal') && !http.services[wanted]) missing('service', wanted)
      for (const used of middlewares) if (!http.middlewares[used]) missing('middleware', used)
    }
    for (const { loadBalancer } of Object.values(http.services)) {
      if (!http.serversTransports[loadBalancer.serversTransport])
        missing('transport', loadBalancer.serversTransport)
    }
  })
