import { defineOperation } from '../define'
import { projectOfApp } from '../project-of'
import { presentDelivery } from './present'
import * as schema from './schema'

/** Deliveries of an app, newest first. */
export const listWebhookDeliveries = defineOperation({
  name: 'webhooks.deliveries',
  access: {
    kind: 'project',
    permission: 'project.view',
    project: (ctx, input) => projectOfApp(ctx, input.appId),
    what: 'app',
  },
  ...schema.listWebhookDeliveries,
  async run(ctx, { appId, limit, before }) {
    const last = before ? await ctx.db.webhookDelivery.findFirst({ where: { id: before, appId } }) : null
    const rows = await ctx.db.webhookDelivery.findMany({
      where: {
        appId,
        ...(last && {
          OR: [{ receivedAt: { lt: last.receivedAt } }, { receivedAt: last.receivedAt, id: { lt: last.id } }],
        }),
      },
      orderBy: [{ receivedAt: 'desc' }, { id: 'desc' }],
      take: limit + 1,
      omit: { payload: true },
    })
    const shown = rows.slice(0, limit)
    return {
      deliveries: shown.map(presentDelivery),
      next: rows.length > limit ? (shown.at(-1)?.id ?? null) : null,
    }
  },
})
