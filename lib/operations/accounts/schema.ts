import * as z from 'zod'
import { TOKEN_SCOPES } from '@/lib/core/access/roles'
import { id } from '@/lib/core/ids'
import { displayName, ok, time } from '../common-schema'

export const MIN_PASSWORD = 12
/** Rules after NIST SP 800-63B: length counts, composition does not. Compared with common ones in lib/core/access/password.ts. */
export const password = z
  .string()
  .min(MIN_PASSWORD, `must be at least ${MIN_PASSWORD} characters`)
  .max(200, 'must be at most 200 characters')
export const email = z
  .email('is not an e-mail address')
  .max(254)
  .transform(value => value.toLowerCase())

export const setupStatus = {
  input: z.object({ token: z.string().max(200).optional() }),
  output: z.object({ needed: z.boolean(), tokenValid: z.boolean() }),
}
export const completeSetup = {
  input: z.object({ token: z.string().min(1).max(200), name: displayName, email, password }),
  output: z.object({ userId: id('user') }),
}
export const account = z.object({ id: id('user'), name: z.string(), email: z.string(), isAdmin: z.boolean() })
export const getAccount = { input: z.object({}), output: account }
export const changePassword = {
  input: z.object({ current: z.string().max(200), next: password }),
  output: ok,
}

export const session = z.object({
  id: id('session'),
  current: z.boolean(),
  createdAt: time,
  lastSeenAt: time,
  ip: z.string().nullable(),
  userAgent: z.string().nullable(),
})
export const listSessions = { input: z.object({}), output: z.object({ sessions: z.array(session) }) }
export const revokeSession = { input: z.object({ sessionId: id('session') }), output: ok }

export const token = z.object({
  id: id('token'),
  name: z.string(),
  prefix: z.string(),
  scope: z.enum(TOKEN_SCOPES),
  createdAt: time,
  expiresAt: time.nullable(),
  lastUsedAt: time.nullable(),
})
export const listTokens = { input: z.object({}), output: z.object({ tokens: z.array(token) }) }
export const createToken = {
  input: z.object({
    name: displayName,
    scope: z.enum(TOKEN_SCOPES),
    expiresInDays: z.number().int().min(1).max(3650).nullable().default(90),
  }),
  /** `secret` is shown once. */
  output: z.object({ token, secret: z.string() }),
}
export const revokeToken = { input: z.object({ tokenId: id('token') }), output: ok }
