import * as z from 'zod'
import { addressRange } from './address-range'
import { pathRedirects } from './redirects'
import { headerPolicy } from './response-headers'

/** An error page may be this long, in bytes of UTF-8. */
export const MAX_PAGE_BYTES = 65_536
export const MAX_BODY_MB = 16_384

export const maintenancePolicy = z.strictObject({
  on: z.boolean().default(false),
  /** Plain text on the page. */
  message: z
    .string()
    .trim()
    .max(500, 'must be at most 500 characters')
    .regex(/^[^\p{Cc}\p{Cs}\p{Co}\p{Cn}]*$/u, 'must be one line without control characters')
    .default(''),
  /** Clients that reach the app all the same. */
  allow: z.array(addressRange).max(100, 'must be at most 100 addresses').default([]),
  retryAfterSeconds: z.number().int().min(1).max(604_800).default(600),
})

const page = z
  .string()
  .refine(html => new TextEncoder().encode(html).length <= MAX_PAGE_BYTES, 'must be at most 64 kB')
  .refine(html => !html.includes('\0'), 'must not contain NUL characters')
  .transform(html => (html.trim() === '' ? null : html))
  .nullable()
  .default(null)

/** Whole HTML documents that the proxy answers with instead of its own. */
export const errorPages = z.strictObject({
  /** The app cannot answer: 502, 503, 504 of the proxy's, never of the app itself. */
  down: page,
  maintenance: page,
})

export const redirectPolicy = z.strictObject({
  /** Between `www.example.com` and `example.com`, when the app has both. */
  www: z.enum(['none', 'add', 'remove']).default('none'),
  /** From http to https, when the proxy itself speaks https. */
  https: z.boolean().default(false),
  paths: pathRedirects.default([]),
})

export const basicAuthName = z
  .string()
  .regex(/^[A-Za-z0-9._@+-]{1,64}$/, 'must be letters, digits and . _ @ + -')
/** As crypt(3) and htpasswd write it. What one check costs is bounded: the proxy makes it while others wait. */
const bcryptHash = z.string().regex(/^\$2[aby]\$(0[4-9]|10)\$[./A-Za-z0-9]{53}$/, 'must be a bcrypt hash')
export const MAX_BASIC_AUTH_USERS = 50

export const basicAuthPolicy = z.strictObject({
  /** Everybody may enter when there is none. */
  users: z
    .array(z.strictObject({ name: basicAuthName, hash: bcryptHash }))
    .max(MAX_BASIC_AUTH_USERS, `must be at most ${MAX_BASIC_AUTH_USERS} users`)
    .refine(list => new Set(list.map(({ name }) => name)).size === list.length, 'must not have a name twice')
    .default([]),
})

export const limitPolicy = z.strictObject({
  /** The largest request body; null: any. */
  maxBodyMb: z.number().int().min(1).max(MAX_BODY_MB).nullable().default(null),
  /** Silence of the app, or of a websocket, after which a request is given up; null: an hour. */
  readTimeoutSeconds: z.number().int().min(1).max(86_400).nullable().default(null),
  /** Of one client address (of IPv6 its /64 network); null: any number. */
  requestsPerSecond: z.number().int().min(1).max(10_000).nullable().default(null),
  /** Requests beyond the rate that are let through at once. */
  burst: z.number().int().min(0).max(10_000).default(20),
})

export const staticPrefix = z.strictObject({
  /** Files below it are kept by the proxy, per release. */
  prefix: z
    .string()
    .trim()
    .max(200)
    .regex(/^\/(?:(?!\.{1,2}\/)[A-Za-z0-9._~-]+\/)+$/, 'must be a path such as /static/'),
  /** Which are kept for good, over releases: those with a content hash in their name, or all. */
  immutable: z.enum(['hashed', 'all']).default('hashed'),
})

/** What the proxy does for one app in one environment beyond passing requests on. Every part has a default. */
export const routePolicy = z.strictObject({
  maintenance: maintenancePolicy.prefault({}),
  errorPages: errorPages.prefault({}),
  redirects: redirectPolicy.prefault({}),
  basicAuth: basicAuthPolicy.prefault({}),
  headers: headerPolicy.prefault({}),
  limits: limitPolicy.prefault({}),
  static: z
    .array(staticPrefix)
    .max(10, 'must be at most 10 folders')
    .refine(
      list => new Set(list.map(({ prefix }) => prefix)).size === list.length,
      'must not have a folder twice',
    )
    .default([]),
})
export type RoutePolicy = z.output<typeof routePolicy>
