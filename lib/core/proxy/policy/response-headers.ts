import * as z from 'zod'

/** What HTTP itself, the proxy or the app's own answer decides; a policy must not. */
const NOT_OURS =
  /^(connection|keep-alive|transfer-encoding|te|trailer|upgrade|content-(length|type|encoding|range)|date|server|status|location|set-cookie|www-authenticate|x-request-id|retry-after|refresh|proxy-.*|x-accel-.*)$/i

export const customHeader = z.strictObject({
  name: z
    .string()
    .trim()
    .regex(/^[A-Za-z][A-Za-z0-9-]{0,63}$/, 'must be letters, digits and dashes')
    .refine(name => !NOT_OURS.test(name), 'cannot be set here: the app or the proxy decides it'),
  value: z
    .string()
    .trim()
    .min(1, 'must not be empty')
    .max(2000)
    .regex(/^[\x20-\x7e]+$/, 'must be printable ASCII on one line'),
  /** Also when the app sends this header itself. */
  replace: z.boolean().default(false),
})

export const headerPolicy = z.strictObject({
  /** `recommended`: `RECOMMENDED_HEADERS`, where neither the app nor a custom header says otherwise. */
  preset: z.enum(['none', 'recommended']).default('none'),
  /** Sent over https only. */
  hsts: z
    .strictObject({
      maxAgeSeconds: z.number().int().min(0).max(63_072_000),
      includeSubdomains: z.boolean().default(false),
      preload: z.boolean().default(false),
    })
    .nullable()
    .default(null),
  custom: z
    .array(customHeader)
    .max(30, 'must be at most 30 headers')
    .refine(
      list => new Set(list.map(({ name }) => name.toLowerCase())).size === list.length,
      'must not name a header twice',
    )
    .default([]),
})

export const RECOMMENDED_HEADERS = [
  { name: 'X-Content-Type-Options', value: 'nosniff' },
  { name: 'X-Frame-Options', value: 'SAMEORIGIN' },
  { name: 'Referrer-Policy', value: 'strict-origin-when-cross-origin' },
]

export interface ResponseHeader {
  name: string
  value: string
  /** `add`: when the app sends none. `set`: always. `https`: as `add`, over https only. */
  when: 'add' | 'set' | 'https'
}

/** The headers of a policy, one per name, custom ones before the preset. */
export function responseHeaders(policy: z.output<typeof headerPolicy>): ResponseHeader[] {
  const { hsts } = policy
  const wanted: ResponseHeader[] = [
    ...policy.custom.map(
      ({ name, value, replace }) => ({ name, value, when: replace ? 'set' : 'add' }) as const,
    ),
    ...(hsts ? [{ name: 'Strict-Transport-Security', value: hstsValue(hsts), when: 'https' } as const] : []),
    ...(policy.preset === 'recommended' ? RECOMMENDED_HEADERS : []).map(
      header => ({ ...header, when: 'add' }) as const,
    ),
  ]
  const names = wanted.map(({ name }) => name.toLowerCase())
  return wanted.filter((_, index) => names.indexOf(names[index] ?? '') === index)
}

const hstsValue = (hsts: { maxAgeSeconds: number; includeSubdomains: boolean; preload: boolean }) =>
  [
    `max-age=${hsts.maxAgeSeconds}`,
    ...(hsts.includeSubdomains ? ['includeSubDomains'] : []),
    ...(hsts.preload ? ['preload'] : []),
  ].join('; ')
