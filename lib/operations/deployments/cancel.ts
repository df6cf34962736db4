import { actorName } from '@/lib/core/access/actor'
import { cancelWarning } from '@/lib/core/deployment/actions'
import { DomainError } from '@/lib/core/errors'
import { defineOperation } from '../define'
import { mutate } from '../mutate'
import { projectOfDeployment } from '../project-of'
import { presentDeployment } from './present'
import * as schema from './schema'

/** Cancels one deployment. A queued one ends at once; the worker of a running one is told, and ends its build. */
export const cancelDeployment = defineOperation({
  name: 'deployments.cancel',
  access: {
    kind: 'project',
    permission: 'app.deploy',
    project: (ctx, input) => projectOfDeployment(ctx, input.deploymentId),
    what: 'deployment',
  },
  ...schema.cancelDeployment,
  async run(ctx, { deploymentId, force }) {
    const before = await presentDeployment(ctx, deploymentId)
    const { allowed, reason } = before.actions.cancel
    if (!allowed) throw new DomainError('conflict', reason ?? 'It cannot be cancelled.')
    const warning = cancelWarning(before.phase)
    if (warning && !force) {
      throw new DomainError('conflict', warning, {
        fix: 'Wait for the end of the release command, or cancel with `force`.',
      })
    }
    const now = ctx.clock.now()
    const by = { cancelRequestedAt: now, cancelledBy: actorName(ctx.actor) }
    await mutate(ctx, async tx => {
      const { app, environment } = await tx.appEnvironment.findUniqueOrThrow({
        where: { id: before.appEnvironmentId },
        include: { app: true, environment: true },
      })
      await tx.deployment.updateMany({
        where: { id: deploymentId, cancelRequestedAt: null, finishedAt: null },
        data: by,
      })
      await tx.deployment.updateMany({
        where: { id: deploymentId, phase: 'QUEUED' },
        data: { phase: 'CANCELLED', finishedAt: now, activeSlot: null },
      })
      return {
        result: undefined,
        audit: {
          verb: 'deployment.cancel',
          entityType: 'deployment',
          entityId: deploymentId,
          entityName: `${app.name} · ${environment.name} #${before.number}`,
        },
      }
    })
    // One that waits at the gate is in nobody's hands.
    await ctx.queue.enqueue('deployment.run', { deploymentId }, { key: deploymentId })
    await ctx.events.publish(`deployment-cancel:${deploymentId}`)
    await ctx.events.publish(`deployment:${deploymentId}`)
    return presentDeployment(ctx, deploymentId)
  },
})
