import type { Database, Transaction } from '@/lib/adapters/db/client'
import { type CleanupPolicy, DEFAULT_POLICY } from '@/lib/core/cleanup/policy'

/** The policy of this installation; the defaults until somebody or the worker wrote it down. */
export async function readPolicy(db: Database | Transaction): Promise<CleanupPolicy> {
  const row = await db.cleanupPolicy.findUnique({ where: { id: 1 } })
  if (!row) return DEFAULT_POLICY
  const { keepReleases, buildCacheMb, diskAlarmPercent } = row
  return { keepReleases, buildCacheMb, diskAlarmPercent }
}
