import { actorName } from '@/lib/core/access/actor'
import { DomainError } from '@/lib/core/errors'
import { defineOperation } from '../define'
import { mutate } from '../mutate'
import { projectOfDeployment } from '../project-of'
import { presentDeployment } from './present'
import * as schema from './schema'

/** Lets a new version that waits at the gate take over. Throws a conflict when it does not wait any more. */
export const approveDeployment = defineOperation({
  name: 'deployments.approve',
  access: {
    kind: 'project',
    permission: 'app.deploy',
    project: (ctx, input) => projectOfDeployment(ctx, input.deploymentId),
    what: 'deployment',
  },
  ...schema.approveDeployment,
  async run(ctx, { deploymentId }) {
    await mutate(ctx, async tx => {
      const { count } = await tx.deployment.updateMany({
        where: { id: deploymentId, phase: 'GATED', approvedAt: null, cancelRequestedAt: null },
        data: { approvedAt: ctx.clock.now(), approvedBy: actorName(ctx.actor) },
      })
      const row = await tx.deployment.findUniqueOrThrow({
        where: { id: deploymentId },
        include: { appEnvironment: { include: { app: true, environment: true } } },
      })
      const { app, environment } = row.appEnvironment
      if (count === 0) {
        const by = row.approvedBy ? ` ${row.approvedBy} approved it already.` : ''
        throw new DomainError('conflict', `Deployment #${row.number} does not wait for an approval.${by}`)
      }
      return {
        result: undefined,
        audit: {
          verb: 'deployment.approve',
          entityType: 'deployment',
          entityId: deploymentId,
          entityName: `${app.name} · ${environment.name} #${row.number}`,
          projectId: app.projectId,
        },
      }
    })
    await ctx.queue.enqueue('deployment.run', { deploymentId }, { key: deploymentId })
    await ctx.events.publish(`deployment:${deploymentId}`)
    return presentDeployment(ctx, deploymentId)
  },
})
