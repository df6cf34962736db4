import { defineOperation } from '../define'
import { mutate } from '../mutate'
import { loadProject } from './present'
import { projectById } from './project-ref'
import * as schema from './schema'

/** Gives a project another name. Its slug, and with it every address, stays. */
export const renameProject = defineOperation({
  name: 'projects.rename',
  access: {
    kind: 'project',
    permission: 'project.configure',
    project: (ctx, input) => projectById(ctx, input.projectId),
    what: 'project',
  },
  ...schema.renameProject,
  async run(ctx, { projectId, name }) {
    await mutate(ctx, async tx => {
      const before = await tx.project.findUniqueOrThrow({ where: { id: projectId } })
      await tx.project.update({ where: { id: projectId }, data: { name } })
      return {
        result: undefined,
        audit: {
          verb: 'project.rename',
          entityType: 'project',
          entityId: projectId,
          entityName: name,
          projectId,
          detail: { before: before.name },
        },
      }
    })
    return loadProject(ctx, projectId)
  },
})
