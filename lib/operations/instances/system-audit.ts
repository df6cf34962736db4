import type { Transaction } from '@/lib/adapters/db/client'
import type { InstanceRow } from '../deployments/run/instances'
import { writeAudit } from '../mutate'
import type { WorkerContext } from '../worker-context'

/** Notes in the activity what Berth did of itself with an instance. `what`: a sentence. */
export const auditInstance = (
  ctx: WorkerContext,
  tx: Transaction,
  { appEnvironment: { id, app, environment } }: InstanceRow,
  { verb, what }: { verb: 'instance.repair' | 'instance.halt'; what: string },
) =>
  writeAudit({ ...ctx, actor: { kind: 'system' } }, tx, {
    verb,
    entityType: 'app-environment',
    entityId: id,
    entityName: `${app.name} · ${environment.name}`,
    projectId: app.projectId,
    detail: { what },
  })
