import type { App } from '@/lib/adapters/db/generated/client'
import type { WebhookProvider } from '@/lib/core/git/push-event'
import type { Context } from '../context'
import { newId } from '../new-id'
import type { Handled } from './handle'

export interface ReceivedDelivery {
  app: App
  provider: WebhookProvider
  event: string
  key: string
  payload: string
}

/** Payloads are kept for redelivery; of older deliveries the outcome stays. */
const PAYLOADS_KEPT = 100
/** Unauthentic deliveries leave at most this many rows per app, so that a flood fills nothing. */
const REFUSED_KEPT = 20
const REFUSED_WINDOW_MS = 60 * 60_000
/** What a delivery says until it is handled. */
export const INTERRUPTED = 'Berth was interrupted while handling this delivery. Redeliver it.'
/** A delivery whose handling broke off this long ago may be handled by its repetition. */
const ABANDONED_MS = 60_000

/**
 * Writes the delivery down before it is handled and returns its row's id; null when it was received before. The row
 * says "failed" until `finishDelivery`, so that a crash leaves one that can be sent again.
 */
export async function claimDelivery(ctx: Context, delivery: ReceivedDelivery): Promise<string | null> {
  const { app, provider, event, key, payload } = delivery
  const now = ctx.clock.now()
  const id = newId('webhookDelivery')
  const { count } = await ctx.db.webhookDelivery.createMany({
    skipDuplicates: true,
    data: {
      id,
      appId: app.id,
      provider,
      deliveryKey: key,
      event,
      payload,
      outcome: 'failed',
      detail: INTERRUPTED,
      receivedAt: now,
    },
  })
  if (count === 0) return takeOverFailed(ctx, delivery, now)
  await forgetOldPayloads(ctx, app.id)
  return id
}

async function takeOverFailed(
  ctx: Context,
  { app, provider, key }: ReceivedDelivery,
  now: Date,
): Promise<string | null> {
  const failed = { appId: app.id, provider, deliveryKey: key, outcome: 'failed' }
  const abandoned = { lt: new Date(now.getTime() - ABANDONED_MS) }
  const row = await ctx.db.webhookDelivery.findFirst({ where: { ...failed, receivedAt: abandoned } })
  if (!row) return null
  const { count } = await ctx.db.webhookDelivery.updateMany({
    where: { ...failed, receivedAt: row.receivedAt },
    data: { receivedAt: now },
  })
  return count === 1 ? row.id : null
}

export async function finishDelivery(ctx: Context, id: string, handled: Handled) {
  return ctx.db.webhookDelivery.update({ where: { id }, data: handled })
}

async function forgetOldPayloads(ctx: Context, appId: string): Promise<void> {
  const [newestForgotten] = await ctx.db.webhookDelivery.findMany({
    where: { appId },
    orderBy: { receivedAt: 'desc' },
    skip: PAYLOADS_KEPT,
    take: 1,
    select: { receivedAt: true },
  })
  if (!newestForgotten) return
  await ctx.db.webhookDelivery.updateMany({
    where: { appId, receivedAt: { lte: newestForgotten.receivedAt }, payload: { not: '' } },
    data: { payload: '' },
  })
}

/** Notes that an unauthentic delivery came, without its payload. Beyond the limit nothing is written. */
export async function recordUnauthentic(
  ctx: Context,
  { app, provider, event }: Omit<ReceivedDelivery, 'key' | 'payload'>,
  detail: string,
): Promise<void> {
  const now = ctx.clock.now()
  const unauthentic = { appId: app.id, outcome: 'refused', deliveryKey: { startsWith: UNAUTHENTIC } }
  const recent = await ctx.db.webhookDelivery.count({
    where: { ...unauthentic, receivedAt: { gt: new Date(now.getTime() - REFUSED_WINDOW_MS) } },
  })
  if (recent >= REFUSED_KEPT) return
  const id = newId('webhookDelivery')
  await ctx.db.webhookDelivery.create({
    data: {
      id,
      appId: app.id,
      provider,
      // A key of its own: a stranger must not take that of a delivery still to come.
      deliveryKey: `${UNAUTHENTIC}${id}`,
      event,
      payload: '',
      outcome: 'refused',
      detail,
      receivedAt: now,
    },
  })
  const old = await ctx.db.webhookDelivery.findMany({
    where: unauthentic,
    orderBy: { receivedAt: 'desc' },
    skip: REFUSED_KEPT,
    select: { id: true },
  })
  if (old.length > 0)
    await ctx.db.webhookDelivery.deleteMany({ where: { id: { in: old.map(row => row.id) } } })
}

const UNAUTHENTIC = 'unauthentic:'
