import { defineOperation } from '../define'
import { presentProject, projectParts, seesAllProjects, userIdOf } from './present'
import * as schema from './schema'

/** The projects the one who asks may see, by name. */
export const listProjects = defineOperation({
  name: 'projects.list',
  access: { kind: 'user' },
  ...schema.listProjects,
  async run(ctx) {
    const userId = userIdOf(ctx)
    const rows = await ctx.db.project.findMany({
      where: seesAllProjects(ctx) ? {} : { memberships: { some: { userId: userId ?? '' } } },
      include: projectParts(userId),
      orderBy: [{ name: 'asc' }, { id: 'asc' }],
    })
    return { projects: rows.map(row => presentProject(ctx, row)) }
  },
})
