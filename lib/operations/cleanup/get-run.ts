import { notFound } from '@/lib/core/errors'
import { defineOperation } from '../define'
import { presentRun } from './present'
import * as schema from './schema'

/** What a cleanup may remove, what it removed, and what stays and why. */
export const getCleanupRun = defineOperation({
  name: 'cleanup.get-run',
  access: { kind: 'admin' },
  ...schema.getCleanupRun,
  async run(ctx, { cleanupRunId }) {
    const row = await ctx.db.cleanupRun.findUnique({ where: { id: cleanupRunId } })
    if (!row) throw notFound('cleanup')
    return presentRun(row)
  },
})
