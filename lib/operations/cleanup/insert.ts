import type { CleanupRun } from '@/lib/adapters/db/generated/client'
import { actorName } from '@/lib/core/access/actor'
import type { CleanupTrigger } from '@/lib/core/cleanup/schedule'
import type { Context } from '../context'
import { writeAudit } from '../mutate'
import { newId } from '../new-id'
import { isUniqueConflict } from '../transactions'

/** Runs that are kept; older ones tell nothing any more. */
const KEPT = 30

/** Asks a worker for a cleanup. Returns null when one is under way: there is one at a time. */
export async function insertCleanup(
  ctx: Context,
  { trigger, dryRun }: { trigger: CleanupTrigger; dryRun: boolean },
): Promise<CleanupRun | null> {
  const row = await create(ctx, trigger, dryRun)
  if (!row) return null
  await ctx.queue.enqueue('cleanup.run', { cleanupRunId: row.id }, { key: row.id })
  const old = await ctx.db.cleanupRun.findMany({
    where: { finishedAt: { not: null } },
    orderBy: { createdAt: 'desc' },
    skip: KEPT,
    select: { id: true },
  })
  await ctx.db.cleanupRun.deleteMany({ where: { id: { in: old.map(({ id }) => id) } } })
  return row
}

async function create(ctx: Context, trigger: CleanupTrigger, dryRun: boolean): Promise<CleanupRun | null> {
  const requestedBy = actorName(ctx.actor)
  const data = { id: newId('cleanupRun'), trigger, requestedBy, dryRun, createdAt: ctx.clock.now() }
  try {
    return await ctx.db.$transaction(async tx => {
      const row = await tx.cleanupRun.create({ data: { ...data, activeSlot: 'cleanup' } })
      if (trigger === 'USER' && !dryRun) await writeAudit(ctx, tx, { ...STARTED, entityId: row.id })
      return row
    })
  } catch (error) {
    if (isUniqueConflict(error)) return null
    throw error
  }
}

const STARTED = { verb: 'cleanup.start', entityType: 'cleanup', entityName: 'cleanup' }
