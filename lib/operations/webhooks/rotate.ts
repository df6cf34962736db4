import { randomBytes } from 'node:crypto'
import { appSecret } from '../apps/remote'
import { defineOperation } from '../define'
import { mutate } from '../mutate'
import { projectOfApp } from '../project-of'
import * as schema from './schema'

/** A new webhook secret. The old one is refused at once. */
export const rotateWebhookSecret = defineOperation({
  name: 'webhooks.rotate',
  access: {
    kind: 'project',
    permission: 'app.configure',
    project: (ctx, input) => projectOfApp(ctx, input.appId),
    what: 'app',
  },
  ...schema.rotateWebhookSecret,
  run: (ctx, { appId }) =>
    mutate(ctx, async tx => {
      const secret = randomBytes(32).toString('hex')
      const app = await tx.app.findUniqueOrThrow({ where: { id: appId }, include: { project: true } })
      const sealed = ctx.secrets.seal(app.project.dataKey, appSecret.webhookSecret(appId), secret)
      await tx.app.update({ where: { id: appId }, data: { webhookSecretSealed: sealed } })
      return {
        result: { secret },
        audit: {
          verb: 'webhook.rotate-secret',
          entityType: 'app',
          entityId: appId,
          entityName: app.name,
          projectId: app.projectId,
        },
      }
    }),
})
