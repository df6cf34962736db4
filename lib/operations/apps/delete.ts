import { defineOperation } from '../define'
import { mutate } from '../mutate'
import { projectOfApp } from '../project-of'
import { requireConfirmation } from '../require-confirmation'
import * as schema from './schema'

/** Begins to delete an app. It is gone from lists at once; a worker removes what runs, then the rows. */
export const deleteApp = defineOperation({
  name: 'apps.delete',
  access: {
    kind: 'project',
    permission: 'app.delete',
    project: (ctx, input) => projectOfApp(ctx, input.appId),
    what: 'app',
  },
  ...schema.deleteApp,
  async run(ctx, { appId, confirm }) {
    await mutate(ctx, async tx => {
      await tx.$queryRaw`SELECT id FROM "App" WHERE id = ${appId} FOR UPDATE`
      const app = await tx.app.findUniqueOrThrow({ where: { id: appId } })
      requireConfirmation(confirm, app.name)
      await tx.app.update({ where: { id: appId }, data: { deletingAt: app.deletingAt ?? ctx.clock.now() } })
      return {
        result: undefined,
        audit: {
          verb: 'app.delete',
          entityType: 'app',
          entityId: appId,
          entityName: app.name,
          projectId: app.projectId,
        },
      }
    })
    await ctx.queue.enqueue('app.remove', { appId }, { key: appId })
    return { ok: true as const }
  },
})
