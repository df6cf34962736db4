import { randomBytes } from 'node:crypto'
import * as z from 'zod'
import { DomainError } from '@/lib/core/errors'
import { id } from '@/lib/core/ids'
import { appSecret } from '../apps/remote'
import { defineOperation } from '../define'
import { handleDelivery } from './handle'
import { eventName, payloadText } from './payload'
import { claimDelivery, finishDelivery, recordUnauthentic } from './record'
import { OUTCOMES, PROVIDERS } from './schema'
import { deliveryKey, signatureProblem } from './signature'

/** GitHub's limit is 25 MB, but only pushes of thousands of commits come near 5. */
export const MAX_WEBHOOK_BYTES = 5 * 1024 * 1024

/**
 * Takes one delivery: signature first, then each delivery once, then the deployments it asks for. Anyone may call
 * this: the signature over the raw bytes is what counts. An unknown app is answered like a wrong signature.
 */
export const receiveWebhook = defineOperation({
  name: 'webhooks.receive',
  access: { kind: 'public' },
  input: z.object({
    provider: z.enum(PROVIDERS),
    appId: id('app'),
    /** Names in lower case. */
    headers: z.record(z.string(), z.string()),
    body: z.instanceof(Buffer).refine(body => body.length <= MAX_WEBHOOK_BYTES, 'is larger than 5 MB'),
  }),
  output: z.object({ outcome: z.enum(OUTCOMES), detail: z.string() }),
  async run(ctx, { provider, appId, headers, body }) {
    const app = await ctx.db.app.findFirst({
      where: { id: appId, deletingAt: null },
      include: { project: true },
    })
    const secret = app
      ? ctx.secrets.open(app.project.dataKey, appSecret.webhookSecret(app.id), app.webhookSecretSealed)
      : randomBytes(32).toString('hex')
    const event = eventName(provider, headers)
    const problem = signatureProblem(provider, secret, headers, body)
    if (problem || !app) {
      if (app && problem) await recordUnauthentic(ctx, { app, provider, event }, problem)
      throw new DomainError('unauthenticated', 'The delivery is not signed with the secret of this webhook.')
    }
    const payload = payloadText(headers, body)
    const key = deliveryKey(provider, headers, body)
    const deliveryId = await claimDelivery(ctx, { app, provider, event, key, payload })
    if (!deliveryId)
      return { outcome: 'ignored', detail: 'This delivery was received before. Redeliver it in Berth.' }
    const webhook = { ...ctx, actor: { kind: 'webhook' as const, provider, projectId: app.projectId, appId } }
    const handled = await handleDelivery(webhook, { app, provider, event, payload })
    await finishDelivery(ctx, deliveryId, handled)
    return { outcome: handled.outcome, detail: handled.detail }
  },
})
