import { appSecret } from '../apps/remote'
import { defineOperation } from '../define'
import { projectOfApp } from '../project-of'
import * as schema from './schema'

/** Where providers deliver to, and the secret they sign with: shown to whoever may configure the app. */
export const getWebhook = defineOperation({
  name: 'webhooks.get',
  access: {
    kind: 'project',
    permission: 'app.configure',
    project: (ctx, input) => projectOfApp(ctx, input.appId),
    what: 'app',
  },
  ...schema.getWebhook,
  async run(ctx, { appId }) {
    const app = await ctx.db.app.findUniqueOrThrow({ where: { id: appId }, include: { project: true } })
    return {
      secret: ctx.secrets.open(app.project.dataKey, appSecret.webhookSecret(appId), app.webhookSecretSealed),
      endpoints: schema.PROVIDERS.map(provider => ({
        provider,
        url: `${ctx.settings.publicUrl}/api/webhooks/${provider}/${appId}`,
      })),
    }
  },
})
