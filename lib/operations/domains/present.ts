import type { Domain as Row } from '@/lib/adapters/db/generated/client'
import type { Context } from '../context'
import { urlOf } from './app-url'
import type { Domain } from './schema'

export const presentDomain = (ctx: Context, row: Row): Domain => ({
  id: row.id,
  hostname: row.hostname,
  isPrimary: row.isPrimary,
  isGenerated: row.isGenerated,
  url: urlOf(ctx, row.hostname),
})
