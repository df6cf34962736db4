import { RuntimeLogs } from '@/components/logs/runtime-logs'
import { PageBody } from '@/components/shell/page-header'
import { readRuntimeLogEnd } from '../../../../../reads'
import { type AppPageProps, appOf, titleOf } from '../place'

export const generateMetadata = titleOf('Logs')

export default async function LogsPage(props: AppPageProps) {
  const { app } = await appOf(props)
  const page = await readRuntimeLogEnd(app.id)
  const processes = [
    ...new Set(app.instances.map(({ processType, index }) => `${processType}.${index}`)),
  ].sort()
  return (
    <PageBody>
      <RuntimeLogs appEnvironmentId={app.id} appSlug={app.appSlug} initial={page} processes={processes} />
    </PageBody>
  )
}
