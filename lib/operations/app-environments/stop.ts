import { DomainError } from '@/lib/core/errors'
import { defineOperation } from '../define'
import { mutate } from '../mutate'
import { projectOfAppEnvironment } from '../project-of'
import * as schema from './schema'

/** Stops an app: visitors get a page that says so, its containers end. The release stays and can be started again. */
export const stopAppEnvironment = defineOperation({
  name: 'app-environments.stop',
  access: {
    kind: 'project',
    permission: 'app.deploy',
    project: (ctx, input) => projectOfAppEnvironment(ctx, input.appEnvironmentId),
    what: 'app environment',
  },
  ...schema.stopAppEnvironment,
  async run(ctx, { appEnvironmentId }) {
    await mutate(ctx, async tx => {
      await tx.$queryRaw`SELECT id FROM "AppEnvironment" WHERE id = ${appEnvironmentId} FOR UPDATE`
      const target = await tx.appEnvironment.findUniqueOrThrow({
        where: { id: appEnvironmentId },
        include: { app: true, environment: true },
      })
      if (!target.currentReleaseId)
        throw new DomainError('conflict', 'Nothing is deployed here, so nothing runs.')
      const active = await tx.deployment.findFirst({ where: { appEnvironmentId, finishedAt: null } })
      if (active) {
        throw new DomainError('conflict', `Deployment #${active.number} is under way.`, {
          fix: 'Cancel it or wait for its end, then stop the app.',
        })
      }
      await tx.appEnvironment.update({ where: { id: appEnvironmentId }, data: { desiredState: 'STOPPED' } })
      return {
        result: undefined,
        audit: {
          verb: 'app-environment.stop',
          entityType: 'app-environment',
          entityId: appEnvironmentId,
          entityName: `${target.app.name} · ${target.environment.name}`,
          projectId: target.app.projectId,
        },
      }
    })
    await ctx.queue.enqueue('app-environment.stop', { appEnvironmentId }, { key: appEnvironmentId })
    return { ok: true as const }
  },
})
