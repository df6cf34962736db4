import type { Transaction } from '@/lib/adapters/db/client'
import { DomainError } from '@/lib/core/errors'
import { defineOperation } from '../define'
import { mutate } from '../mutate'
import { projectOfEnvironment } from '../project-of'
import * as schema from '../projects/schema'
import { requireConfirmation } from '../require-confirmation'

/** Deletes an environment in which nothing was ever deployed, with its variables and domains. */
export const deleteEnvironment = defineOperation({
  name: 'environments.delete',
  access: {
    kind: 'project',
    permission: 'project.configure',
    project: (ctx, input) => projectOfEnvironment(ctx, input.environmentId),
    what: 'environment',
  },
  ...schema.deleteEnvironment,
  async run(ctx, { environmentId, confirm }) {
    await mutate(ctx, async tx => {
      await tx.$queryRaw`SELECT id FROM "AppEnvironment" WHERE "environmentId" = ${environmentId} FOR UPDATE`
      const environment = await tx.environment.findUniqueOrThrow({
        where: { id: environmentId },
        include: { appEnvironments: { include: { app: true } } },
      })
      requireConfirmation(confirm, environment.name)
      await refuseDeployed(tx, environmentId)
      await refuseLast(tx, environment.projectId)
      await tx.environment.delete({ where: { id: environmentId } })
      const sets = [environment, ...environment.appEnvironments].map(({ variableSetId }) => variableSetId)
      await tx.variableSet.deleteMany({ where: { id: { in: sets } } })
      return {
        result: undefined,
        audit: {
          verb: 'environment.delete',
          entityType: 'environment',
          entityId: environmentId,
          entityName: environment.name,
          projectId: environment.projectId,
        },
      }
    })
    return { ok: true as const }
  },
})

async function refuseDeployed(tx: Transaction, environmentId: string): Promise<void> {
  const deployment = await tx.deployment.findFirst({
    where: { appEnvironment: { environmentId } },
    include: { appEnvironment: { include: { app: true } } },
  })
  if (!deployment) return
  throw new DomainError('conflict', `${deployment.appEnvironment.app.name} was deployed here.`, {
    fix: 'Delete the apps that were deployed to this environment first.',
  })
}

async function refuseLast(tx: Transaction, projectId: string): Promise<void> {
  if ((await tx.environment.count({ where: { projectId } })) > 1) return
  throw new DomainError('conflict', 'A project keeps at least one environment.')
}
