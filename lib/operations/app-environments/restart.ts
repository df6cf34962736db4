import { Prisma } from '@/lib/adapters/db/generated/client'
import { DomainError } from '@/lib/core/errors'
import { defineOperation } from '../define'
import { mutate } from '../mutate'
import { projectOfAppEnvironment } from '../project-of'
import * as schema from './schema'

/** Has the instances started again that were stopped because they kept ending. A worker does it within seconds. */
export const restartAppEnvironment = defineOperation({
  name: 'app-environments.restart',
  access: {
    kind: 'project',
    permission: 'app.deploy',
    project: (ctx, input) => projectOfAppEnvironment(ctx, input.appEnvironmentId),
    what: 'app environment',
  },
  ...schema.restartAppEnvironment,
  async run(ctx, { appEnvironmentId }) {
    await mutate(ctx, async tx => {
      const target = await tx.appEnvironment.findUniqueOrThrow({
        where: { id: appEnvironmentId },
        include: { app: true, environment: true },
      })
      const { count } = await tx.instance.updateMany({
        where: { appEnvironmentId, state: 'SERVING', haltedAt: { not: null } },
        data: {
          haltedAt: null,
          haltReason: Prisma.DbNull,
          recentExits: [],
          repairAt: null,
          lastExitAt: null,
          lastExitCode: null,
          lastOomAt: null,
        },
      })
      if (count === 0) {
        throw new DomainError('conflict', 'No process is stopped because it kept ending.', {
          fix: 'To start every process anew, deploy the running commit again.',
        })
      }
      return {
        result: undefined,
        audit: {
          verb: 'app-environment.restart',
          entityType: 'app-environment',
          entityId: appEnvironmentId,
          entityName: `${target.app.name} · ${target.environment.name}`,
          projectId: target.app.projectId,
          detail: { count },
        },
      }
    })
    await ctx.events.publish(`app-environment:${appEnvironmentId}`)
    return { ok: true as const }
  },
})
