import type { Transaction } from '@/lib/adapters/db/client'
import type { Run } from './run'
import { LeaseLost } from './stop-reasons'

/** Locks the deployment's row for the transaction. Throws `LeaseLost` when another worker has it or it has moved on. */
export async function holdRow(tx: Transaction, { row, lease }: Run): Promise<void> {
  const rows = await tx.$queryRaw<unknown[]>`
    SELECT 1 FROM "Deployment"
    WHERE id = ${row.id} AND fence = ${lease.fence} AND phase::text = ${row.phase} FOR UPDATE`
  if (rows.length === 0) throw new LeaseLost(`${row.id} is in other hands`)
}
