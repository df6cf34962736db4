import { DomainError } from '@/lib/core/errors'
import { defineOperation } from '../define'
import { mutate } from '../mutate'
import { requireConfirmation } from '../require-confirmation'
import { projectById } from './project-ref'
import * as schema from './schema'

/** Deletes a project that has no apps any more. */
export const deleteProject = defineOperation({
  name: 'projects.delete',
  access: {
    kind: 'project',
    permission: 'project.delete',
    project: (ctx, input) => projectById(ctx, input.projectId),
    what: 'project',
  },
  ...schema.deleteProject,
  async run(ctx, { projectId, confirm }) {
    await mutate(ctx, async tx => {
      await tx.$queryRaw`SELECT id FROM "Project" WHERE id = ${projectId} FOR UPDATE`
      const project = await tx.project.findUniqueOrThrow({
        where: { id: projectId },
        include: { apps: true, environments: true },
      })
      requireConfirmation(confirm, project.name)
      refuseApps(project.apps)
      await tx.project.delete({ where: { id: projectId } })
      await tx.variableSet.deleteMany({
        where: { id: { in: project.environments.map(({ variableSetId }) => variableSetId) } },
      })
      return {
        result: undefined,
        audit: {
          verb: 'project.delete',
          entityType: 'project',
          entityId: projectId,
          entityName: project.name,
          projectId,
        },
      }
    })
    return { ok: true as const }
  },
})

function refuseApps(apps: { name: string; deletingAt: Date | null }[]): void {
  const first = apps[0]
  if (!first) return
  throw apps.every(({ deletingAt }) => deletingAt)
    ? new DomainError('conflict', `${first.name} is still being removed.`, { fix: 'Try again in a moment.' })
    : new DomainError('conflict', 'The project still has apps.', { fix: 'Delete its apps first.' })
}
