import { PageBody } from '@/components/shell/page-header'
import { TrafficSettings } from '@/components/traffic/traffic-settings'
import { readTraffic } from '../../../../../reads'
import { type AppPageProps, appOf, titleOf } from '../place'

export const generateMetadata = titleOf('Traffic')

export default async function TrafficPage(props: AppPageProps) {
  const { app } = await appOf(props)
  return (
    <PageBody>
      <TrafficSettings key={app.id} appEnvironmentId={app.id} traffic={await readTraffic(app.id)} />
    </PageBody>
  )
}
