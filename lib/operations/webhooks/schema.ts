import * as z from 'zod'
import { id } from '@/lib/core/ids'
import { page, time } from '../common-schema'

export const PROVIDERS = ['github', 'gitlab', 'gitea', 'bitbucket', 'generic'] as const
export type Provider = (typeof PROVIDERS)[number]
export const OUTCOMES = ['deployed', 'ignored', 'refused', 'failed'] as const

export const webhookDelivery = z.object({
  id: id('webhookDelivery'),
  provider: z.enum(PROVIDERS),
  event: z.string(),
  outcome: z.enum(OUTCOMES),
  detail: z.string(),
  deploymentIds: z.array(id('deployment')),
  receivedAt: time,
  redeliveredFromId: id('webhookDelivery').nullable(),
})
export type WebhookDelivery = z.infer<typeof webhookDelivery>

/** URL per provider, and the secret the provider signs with. */
export const getWebhook = {
  input: z.object({ appId: id('app') }),
  output: z.object({
    secret: z.string(),
    endpoints: z.array(z.object({ provider: z.enum(PROVIDERS), url: z.string() })),
  }),
}
/** A new secret; the old one is refused from then on. */
export const rotateWebhookSecret = {
  input: z.object({ appId: id('app') }),
  output: z.object({ secret: z.string() }),
}
export const listWebhookDeliveries = {
  input: z.object({ appId: id('app'), ...page }),
  output: z.object({ deliveries: z.array(webhookDelivery), next: z.string().nullable() }),
}
/** Handles a stored delivery's payload once more. */
export const redeliverWebhook = {
  input: z.object({ appId: id('app'), webhookDeliveryId: id('webhookDelivery') }),
  output: webhookDelivery,
}
