import { defineOperation } from '../define'
import { presentSummary } from './present'
import * as schema from './schema'

/** Cleanups and looks at what one would remove, the newest first. */
export const listCleanupRuns = defineOperation({
  name: 'cleanup.list-runs',
  access: { kind: 'admin' },
  ...schema.listCleanupRuns,
  async run(ctx) {
    const rows = await ctx.db.cleanupRun.findMany({ orderBy: { createdAt: 'desc' }, take: 30 })
    return { runs: rows.map(presentSummary) }
  },
})
