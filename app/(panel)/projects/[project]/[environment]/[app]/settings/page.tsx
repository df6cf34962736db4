import { AppSettings } from '@/components/app-settings/app-settings'
import { DeleteApp } from '@/components/app-settings/delete-app'
import { VolumeTable } from '@/components/app-settings/volume-table'
import { PageBody } from '@/components/shell/page-header'
import { DeliveryTable } from '@/components/webhooks/delivery-table'
import { WebhookCard } from '@/components/webhooks/webhook-card'
import { readApp, readDeliveries, readWebhook } from '../../../../../reads'
import { type AppPageProps, appOf, titleOf } from '../place'

export const generateMetadata = titleOf('Settings')

const DELIVERIES = 20

export default async function AppSettingsPage(props: AppPageProps) {
  const [{ app: here, place }, { before }] = await Promise.all([appOf(props), props.searchParams])
  const [app, webhook, deliveries] = await Promise.all([
    readApp(here.appId),
    readWebhook(here.appId),
    readDeliveries(here.appId, DELIVERIES, typeof before === 'string' ? before : undefined),
  ])
  return (
    <PageBody>
      <AppSettings key={here.id} app={app} here={here} />
      {here.volumes.length > 0 && <VolumeTable volumes={here.volumes} />}
      <WebhookCard appId={app.id} webhook={webhook} repositoryUrl={app.repositoryUrl} />
      <DeliveryTable appId={app.id} {...deliveries} />
      <DeleteApp app={app} project={place.project} />
    </PageBody>
  )
}
