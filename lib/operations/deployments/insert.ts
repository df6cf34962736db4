import type { Deployment } from '@/lib/adapters/db/generated/client'
import { actorName } from '@/lib/core/access/actor'
import { DomainError, notFound } from '@/lib/core/errors'
import type { Context } from '../context'
import { writeAudit } from '../mutate'
import { newId } from '../new-id'

/** What distinguishes a new deployment. Absent fields are null. */
export interface NewDeployment {
  appEnvironmentId: string
  kind: Deployment['kind']
  branch?: string | null
  commitSha?: string | null
  commitMessage?: string | null
  commitAuthor?: string | null
  buildId?: string | null
  sourceReleaseId?: string | null
  force?: boolean
}

/**
 * Admits a deployment: numbers it, supersedes older ones that are queued or wait for an approval, writes the audit
 * row, and wakes a worker; production's come first.
 * Two calls in the same moment queue behind each other on the app environment's row.
 */
export async function insertDeployment(ctx: Context, fields: NewDeployment): Promise<Deployment> {
  const { deployment, gated, isUrgent } = await ctx.db.$transaction(async tx => {
    await tx.$queryRaw`SELECT id FROM "AppEnvironment" WHERE id = ${fields.appEnvironmentId} FOR UPDATE`
    const target = await tx.appEnvironment.findUnique({
      where: { id: fields.appEnvironmentId },
      include: { app: true, environment: true },
    })
    if (!target) throw notFound('app environment')
    if (target.app.deletingAt) throw new DomainError('conflict', `${target.app.name} is being deleted.`)
    const now = ctx.clock.now()
    await tx.deployment.updateMany({
      where: { appEnvironmentId: target.id, phase: 'QUEUED' },
      // A worker may have taken it just now, before it moved on: its place is free again.
      data: { phase: 'SUPERSEDED', finishedAt: now, activeSlot: null },
    })
    const gated = await tx.deployment.findFirst({
      where: { appEnvironmentId: target.id, phase: 'GATED', approvedAt: null },
    })
    const { _max } = await tx.deployment.aggregate({
      where: { appEnvironmentId: target.id },
      _max: { number: true },
    })
    const row = await tx.deployment.create({
      data: {
        id: newId('deployment'),
        number: (_max.number ?? 0) + 1,
        triggerKind: ctx.actor.kind,
        triggerName: actorName(ctx.actor),
        createdAt: now,
        ...fields,
      },
    })
    if (gated) {
      await tx.deployment.update({
        where: { id: gated.id },
        data: { cancelRequestedAt: now, cancelledBy: `the newer deployment #${row.number}` },
      })
    }
    await writeAudit(ctx, tx, {
      verb: `deployment.${VERBS[row.kind]}`,
      entityType: 'deployment',
      entityId: row.id,
      entityName: `${target.app.name} · ${target.environment.name} #${row.number}`,
      projectId: target.app.projectId,
      detail: { commit: row.commitSha, branch: row.branch },
    })
    return { deployment: row, gated, isUrgent: target.environment.kind === 'PRODUCTION' }
  })
  if (gated) await ctx.queue.enqueue('deployment.run', { deploymentId: gated.id }, { key: gated.id })
  await ctx.queue.enqueue('deployment.run', { deploymentId: deployment.id }, { key: deployment.id, isUrgent })
  await ctx.events.publish(`app-environment:${deployment.appEnvironmentId}`)
  return deployment
}

const VERBS: Record<Deployment['kind'], string> = {
  DEPLOY: 'create',
  ROLLBACK: 'roll-back',
  CONFIGURATION: 'configure',
  START: 'start',
  PROMOTION: 'promote',
}
