import type { Transaction } from '@/lib/adapters/db/client'
import { actorName } from '@/lib/core/access/actor'
import type { Context } from './context'
import { newId } from './new-id'

/** What the audit log says of a change: `entity.verb`, names only, never a secret. */
export interface AuditFact {
  verb: string
  entityType: string
  entityId: string
  entityName: string
  projectId?: string
  detail?: Record<string, string | number | boolean | null | string[]>
}

/** Runs `change` and writes its audit row in one transaction. `timeoutMs`: for changes of very many rows; default 5 s. */
export async function mutate<T>(
  ctx: Context,
  change: (tx: Transaction) => Promise<{ result: T; audit: AuditFact }>,
  { timeoutMs = 5000 }: { timeoutMs?: number } = {},
): Promise<T> {
  return ctx.db.$transaction(
    async tx => {
      const { result, audit } = await change(tx)
      await writeAudit(ctx, tx, audit)
      return result
    },
    { timeout: timeoutMs },
  )
}

/** Writes one audit row inside a transaction of the caller's. */
export async function writeAudit(ctx: Context, tx: Transaction, audit: AuditFact): Promise<void> {
  const { actor } = ctx
  const actorId = actor.kind === 'user' || actor.kind === 'token' ? actor.userId : null
  await tx.auditEntry.create({
    data: {
      id: newId('audit'),
      at: ctx.clock.now(),
      actorKind: actor.kind,
      actorId,
      actorName: actorName(actor),
      verb: audit.verb,
      entityType: audit.entityType,
      entityId: audit.entityId,
      entityName: audit.entityName,
      projectId: audit.projectId ?? null,
      detail: audit.detail ?? {},
    },
  })
}
