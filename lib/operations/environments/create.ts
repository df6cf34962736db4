import { freeSlug, slugOf } from '@/lib/core/slug'
import { insertAppEnvironments } from '../app-environments/insert'
import type { Context } from '../context'
import { defineOperation } from '../define'
import { mutate } from '../mutate'
import { presentEnvironment } from '../projects/present'
import { projectById } from '../projects/project-ref'
import * as schema from '../projects/schema'
import { insertEnvironment } from './insert'

/** Creates an environment. Every app of the project is in it, not deployed. */
export const createEnvironment = defineOperation({
  name: 'environments.create',
  access: {
    kind: 'project',
    permission: 'project.configure',
    project: (ctx, input) => projectById(ctx, input.projectId),
    what: 'project',
  },
  ...schema.createEnvironment,
  async run(ctx, { projectId, name }) {
    return insert(ctx, projectId, name)
  },
})

async function insert(ctx: Context, projectId: string, name: string) {
  return mutate(ctx, async tx => {
    await tx.$queryRaw`SELECT id FROM "Project" WHERE id = ${projectId} FOR UPDATE`
    const present = await tx.environment.findMany({ where: { projectId } })
    const slugs = present.map(({ slug }) => slug)
    const environment = await insertEnvironment(ctx, tx, {
      projectId,
      slug: freeSlug(slugOf(name, 'environment'), slugs),
      name,
      kind: 'CUSTOM',
      position: Math.max(-1, ...present.map(({ position }) => position)) + 1,
    })
    const apps = await tx.app.findMany({ where: { projectId, deletingAt: null } })
    await insertAppEnvironments(
      ctx,
      tx,
      apps.map(app => ({ app, environment })),
    )
    return {
      result: presentEnvironment(environment),
      audit: {
        verb: 'environment.create',
        entityType: 'environment',
        entityId: environment.id,
        entityName: name,
        projectId,
      },
    }
  })
}
