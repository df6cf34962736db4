import Link from 'next/link'
import { EmptyState } from '@/components/feedback/empty-state'
import { RelativeTime } from '@/components/feedback/relative-time'
import { Badge, type Tone } from '@/components/ui/badge'
import { buttonVariants } from '@/components/ui/button'
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from '@/components/ui/table'
import type { OutputOf } from '@/lib/api/contract'
import type { WebhookDelivery } from '@/lib/operations/webhooks/schema'
import { PROVIDER_NAMES } from './provider-names'
import { RedeliverButton } from './redeliver-button'

const OUTCOME_LOOK: Record<WebhookDelivery['outcome'], { word: string; tone: Tone }> = {
  deployed: { word: 'Deployed', tone: 'good' },
  ignored: { word: 'Ignored', tone: 'quiet' },
  refused: { word: 'Refused', tone: 'bad' },
  failed: { word: 'Failed', tone: 'bad' },
}

interface DeliveryTableProps extends OutputOf<'webhooks.deliveries'> {
  appId: string
}

/** What the git host sent, and what came of it. */
export function DeliveryTable({ appId, deliveries, next }: DeliveryTableProps) {
  return (
    <section className="grid gap-2" id="deliveries">
      <h2 className="font-semibold">Deliveries</h2>
      {deliveries.length === 0 ? (
        <EmptyState title="No delivery yet">
          Copy the URL and the secret above into the git host, then push, or send a test from there.
        </EmptyState>
      ) : (
        <Table label="Webhook deliveries">
          <TableHeader>
            <tr>
              <TableHead>Outcome</TableHead>
              <TableHead>What happened</TableHead>
              <TableHead className="max-md:hidden">From</TableHead>
              <TableHead className="max-sm:hidden">When</TableHead>
              <TableHead>
                <span className="sr-only">Actions</span>
              </TableHead>
            </tr>
          </TableHeader>
          <TableBody>
            {deliveries.map(delivery => (
              <DeliveryRow key={delivery.id} appId={appId} delivery={delivery} />
            ))}
          </TableBody>
        </Table>
      )}
      {next && (
        <div>
          <Link
            href={`?before=${encodeURIComponent(next)}#deliveries`}
            className={buttonVariants({ size: 'sm' })}
          >
            Older deliveries
          </Link>
        </div>
      )}
    </section>
  )
}

function DeliveryRow({ appId, delivery }: { appId: string; delivery: WebhookDelivery }) {
  const { word, tone } = OUTCOME_LOOK[delivery.outcome]
  return (
    <TableRow>
      <TableCell className="align-top">
        <Badge tone={tone}>{word}</Badge>
      </TableCell>
      <TableCell className="min-w-40 align-top">
        <span className="break-words">{delivery.detail}</span>
        {delivery.redeliveredFromId && (
          <span className="block text-soft text-xs">Delivered again by hand</span>
        )}
      </TableCell>
      <TableCell className="whitespace-nowrap align-top text-soft max-md:hidden">
        {PROVIDER_NAMES[delivery.provider].name}, {delivery.event}
      </TableCell>
      <TableCell className="whitespace-nowrap align-top text-soft max-sm:hidden">
        <RelativeTime at={delivery.receivedAt} />
      </TableCell>
      <TableCell className="w-px align-top">
        <RedeliverButton appId={appId} webhookDeliveryId={delivery.id} />
      </TableCell>
    </TableRow>
  )
}
