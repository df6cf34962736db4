import type * as z from 'zod'
import type { ApiToken } from '@/lib/adapters/db/generated/client'
import type { token } from './schema'

/** An API token as lists show it; never the secret. */
export const presentToken = (row: ApiToken): z.output<typeof token> => ({
  id: row.id,
  name: row.name,
  prefix: row.prefix,
  scope: row.scope,
  createdAt: row.createdAt.toISOString(),
  expiresAt: row.expiresAt?.toISOString() ?? null,
  lastUsedAt: row.lastUsedAt?.toISOString() ?? null,
})
