import type { WebhookDelivery as Row } from '@/lib/adapters/db/generated/client'
import { OUTCOMES, PROVIDERS, type WebhookDelivery } from './schema'

/** A delivery as the API shows it: without its payload. */
export const presentDelivery = (row: Omit<Row, 'payload'>): WebhookDelivery => ({
  id: row.id,
  provider: PROVIDERS.find(provider => provider === row.provider) ?? 'generic',
  event: row.event,
  outcome: OUTCOMES.find(outcome => outcome === row.outcome) ?? 'failed',
  detail: row.detail,
  deploymentIds: row.deploymentIds,
  receivedAt: row.receivedAt.toISOString(),
  redeliveredFromId: row.redeliveredFromId,
})
