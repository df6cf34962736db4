import { freeSlug, slugOf } from '@/lib/core/slug'
import type { Context } from '../context'
import { defineOperation } from '../define'
import { insertEnvironment } from '../environments/insert'
import { mutate } from '../mutate'
import { newId } from '../new-id'
import { lockUntilEnd } from '../transactions'
import { loadProject, userIdOf } from './present'
import * as schema from './schema'

/** Creates a project with production and staging. Who creates it owns it. */
export const createProject = defineOperation({
  name: 'projects.create',
  access: { kind: 'user', write: true },
  ...schema.createProject,
  async run(ctx, { name }) {
    const id = await insertProject(ctx, name)
    return loadProject(ctx, id)
  },
})

async function insertProject(ctx: Context, name: string): Promise<string> {
  const userId = userIdOf(ctx)
  return mutate(ctx, async tx => {
    await lockUntilEnd(tx, 'project-slugs')
    const base = slugOf(name, 'project')
    const similar = await tx.project.findMany({ where: { slug: { startsWith: base.slice(0, 20) } } })
    const project = await tx.project.create({
      data: {
        id: newId('project'),
        slug: freeSlug(
          base,
          similar.map(({ slug }) => slug),
        ),
        name,
        dataKey: ctx.secrets.newDataKey(),
        createdAt: ctx.clock.now(),
        ...(userId ? { memberships: { create: { userId, role: 'OWNER' } } } : {}),
      },
    })
    const projectId = project.id
    await insertEnvironment(ctx, tx, {
      projectId,
      slug: 'production',
      name: 'Production',
      kind: 'PRODUCTION',
      position: 0,
    })
    await insertEnvironment(ctx, tx, {
      projectId,
      slug: 'staging',
      name: 'Staging',
      kind: 'STAGING',
      position: 1,
    })
    return {
      result: projectId,
      audit: {
        verb: 'project.create',
        entityType: 'project',
        entityId: projectId,
        entityName: name,
        projectId,
      },
    }
  })
}
