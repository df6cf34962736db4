import { DomainError, notFound } from '@/lib/core/errors'
import { defineOperation } from '../define'
import { newId } from '../new-id'
import { projectOfApp } from '../project-of'
import { handleDelivery } from './handle'
import { presentDelivery } from './present'
import { finishDelivery, INTERRUPTED } from './record'
import * as schema from './schema'

/** Handles a stored delivery's payload once more, on behalf of whoever asks; the list shows it as a new delivery. */
export const redeliverWebhook = defineOperation({
  name: 'webhooks.redeliver',
  access: {
    kind: 'project',
    permission: 'app.deploy',
    project: (ctx, input) => projectOfApp(ctx, input.appId),
    what: 'app',
  },
  ...schema.redeliverWebhook,
  async run(ctx, { appId, webhookDeliveryId }) {
    const original = await ctx.db.webhookDelivery.findFirst({
      where: { id: webhookDeliveryId, appId },
      include: { app: true },
    })
    if (!original) throw notFound('webhook delivery')
    const { app, provider: name, event, payload } = original
    const provider = schema.PROVIDERS.find(known => known === name)
    if (!provider || payload === '') {
      throw new DomainError('conflict', 'The payload of this delivery is not kept.', {
        fix: 'Send it again at the provider, or click Deploy.',
      })
    }
    const id = newId('webhookDelivery')
    await ctx.db.webhookDelivery.create({
      data: {
        id,
        appId,
        provider,
        deliveryKey: `redelivery:${id}`,
        event,
        payload,
        outcome: 'failed',
        detail: INTERRUPTED,
        receivedAt: ctx.clock.now(),
        redeliveredFromId: original.id,
      },
    })
    const handled = await handleDelivery(ctx, { app, provider, event, payload })
    return presentDelivery(await finishDelivery(ctx, id, handled))
  },
})
