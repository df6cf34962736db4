import * as z from 'zod'
import { id } from '@/lib/core/ids'
import {
  basicAuthName,
  errorPages,
  limitPolicy,
  MAX_BASIC_AUTH_USERS,
  maintenancePolicy,
  redirectPolicy,
  routePolicy,
} from '@/lib/core/proxy/policy/policy'
import { headerPolicy } from '@/lib/core/proxy/policy/response-headers'

type Part<S extends z.core.$ZodShape> = {
  [K in keyof S]: z.ZodOptional<S[K] extends z.ZodDefault<infer Inner> ? Inner : S[K]>
}

/** Each field may be absent, and then has no value: in a change it stays as it is. */
function change<S extends z.core.$ZodShape>({ shape }: z.ZodObject<S>): z.ZodObject<Part<S>, z.core.$strict> {
  const fields = Object.entries(shape).map(([name, field]) => [
    name,
    z.optional(field instanceof z.ZodDefault ? field.unwrap() : field),
  ])
  return z.strictObject(Object.fromEntries(fields) as Part<S>)
}

/** bcrypt reads no more than 72 bytes; what is longer would be cut off in silence. */
const MAX_PASSWORD_BYTES = 72
const password = z
  .string()
  .min(8, 'must be at least 8 characters')
  .refine(text => new TextEncoder().encode(text).length <= MAX_PASSWORD_BYTES, 'must be at most 72 bytes')
  .refine(text => !/\p{Cc}/u.test(text), 'must not contain control characters')

/** Without `password`: who is in already keeps theirs. */
const users = z
  .array(z.strictObject({ name: basicAuthName, password: password.optional() }))
  .max(MAX_BASIC_AUTH_USERS, `must be at most ${MAX_BASIC_AUTH_USERS} users`)
  .refine(list => new Set(list.map(({ name }) => name)).size === list.length, 'must not have a name twice')

/** What the proxy does for one app in one environment, as it is shown: passwords never are. */
export const traffic = routePolicy.extend({
  basicAuth: z.strictObject({ users: z.array(z.strictObject({ name: z.string() })) }),
})
export const trafficAnswer = traffic.extend({
  /** What is saved and has no effect with the proxy that is in use here. */
  unsupported: z.array(z.object({ field: z.string(), sentence: z.string() })),
})
export type Traffic = z.infer<typeof trafficAnswer>

export const getTraffic = {
  input: z.object({ appEnvironmentId: id('appEnvironment') }),
  output: trafficAnswer,
}
/** Parts and fields that are absent stay as they are; a list that is given replaces the one before. */
export const updateTraffic = {
  input: z.object({
    appEnvironmentId: id('appEnvironment'),
    maintenance: change(maintenancePolicy).optional(),
    errorPages: change(errorPages).optional(),
    redirects: change(redirectPolicy).optional(),
    basicAuth: z.strictObject({ users }).optional(),
    headers: change(headerPolicy).optional(),
    limits: change(limitPolicy).optional(),
    static: routePolicy.shape.static.unwrap().optional(),
  }),
  output: trafficAnswer,
}
