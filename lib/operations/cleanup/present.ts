import * as z from 'zod'
import type { CleanupRun as Row } from '@/lib/adapters/db/generated/client'
import { itemKey } from '@/lib/core/cleanup/item-key'
import { cleanupOutcome, cleanupPlan, totalBytes } from '@/lib/core/cleanup/plan'
import type { CleanupRun, CleanupRunSummary } from './schema'
import { diskUsage } from './schema'

export const outcomesSchema = z.record(z.string(), cleanupOutcome)

/** A run as the API shows it, with every item and what became of it. */
export function presentRun(row: Row): CleanupRun {
  const plan = cleanupPlan.nullable().parse(row.plan)
  const outcomes = outcomesSchema.parse(row.outcomes)
  return {
    ...presentSummary(row),
    items: (plan?.remove ?? []).map(item => ({ ...item, outcome: outcomes[itemKey(item)] ?? null })),
    kept: plan?.keep ?? [],
  }
}

/** A run as lists show it. */
export function presentSummary(row: Row): CleanupRunSummary {
  const plan = cleanupPlan.nullable().parse(row.plan)
  const outcomes = Object.values(outcomesSchema.parse(row.outcomes))
  return {
    id: row.id,
    trigger: row.trigger,
    requestedBy: row.requestedBy,
    dryRun: row.dryRun,
    status: row.status,
    createdAt: row.createdAt.toISOString(),
    finishedAt: row.finishedAt?.toISOString() ?? null,
    itemCount: plan ? plan.remove.length : null,
    expendableBytes: plan ? totalBytes(plan.remove) : null,
    removedCount: outcomes.filter(({ state }) => state === 'removed').length,
    freedBytes: Number(row.freedBytes),
    usage: diskUsage.nullable().parse(row.usage),
    problem: row.problem,
  }
}
