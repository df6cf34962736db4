import type { Transaction } from '@/lib/adapters/db/client'
import type { Domain } from '@/lib/adapters/db/generated/client'
import { DomainError, notFound } from '@/lib/core/errors'
import type { Context } from '../context'
import { mutate } from '../mutate'
import { nextGeneration } from '../routes/apply-routes'
import { lockUntilEnd } from '../transactions'

/** An app environment whose hostnames are being changed. */
export interface Target {
  id: string
  name: string
  projectId: string
  domains: Domain[]
}

/**
 * Changes hostnames while nobody else changes any, audits the change as
 * `domain.<verb>`, and has the proxy follow.
 */
export async function editDomains(
  ctx: Context,
  appEnvironmentId: string,
  verb: string,
  change: (tx: Transaction, target: Target) => Promise<Domain>,
): Promise<Domain> {
  const domain = await mutate(ctx, async tx => {
    await lockUntilEnd(tx, 'hostnames')
    const target = await loadTarget(tx, appEnvironmentId)
    const changed = await change(tx, target)
    // With the change itself, so that the sweep hands it over should the job be lost.
    await nextGeneration(tx)
    return {
      result: changed,
      audit: {
        verb: `domain.${verb}`,
        entityType: 'domain',
        entityId: changed.id,
        entityName: changed.hostname,
        projectId: target.projectId,
        detail: { app: target.name },
      },
    }
  })
  await ctx.queue.enqueue('routes.refresh', {}, { key: 'routes.refresh' })
  return domain
}

async function loadTarget(tx: Transaction, appEnvironmentId: string): Promise<Target> {
  const row = await tx.appEnvironment.findUniqueOrThrow({
    where: { id: appEnvironmentId },
    include: { app: true, environment: true, domains: true },
  })
  if (row.app.deletingAt) throw new DomainError('conflict', `${row.app.name} is being deleted.`)
  return {
    id: row.id,
    name: `${row.app.name} · ${row.environment.name}`,
    projectId: row.app.projectId,
    domains: row.domains,
  }
}

/** The named domain of the target. Throws "not found", also for another app's. */
export function domainOf(target: Target, domainId: string): Domain {
  const domain = target.domains.find(({ id }) => id === domainId)
  if (!domain) throw notFound('domain')
  return domain
}
