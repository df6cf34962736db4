import { FirstSteps } from '@/components/apps/first-steps'
import { HaltedProcesses } from '@/components/apps/halted-processes'
import { InstanceTable } from '@/components/apps/instance-table'
import { MaintenanceNotice } from '@/components/apps/maintenance-notice'
import { PendingChanges } from '@/components/apps/pending-changes'
import { RecentDeployments } from '@/components/apps/recent-deployments'
import { ReleaseCard } from '@/components/apps/release-card'
import { RefreshWhile } from '@/components/feedback/refresh-while'
import { promotionLink } from '@/components/promotions/promotion-link'
import { PageBody } from '@/components/shell/page-header'
import { readDeployments, readProject } from '../../../../../reads'
import { type AppPageProps, appOf, titleOf } from '../place'

export const generateMetadata = titleOf('')

const RECENT = 5

export default async function OverviewPage(props: AppPageProps) {
  const { app, place } = await appOf(props)
  const project = await readProject(place.project)
  const everywhere = project.apps.find(({ id }) => id === app.appId)?.environments ?? []
  const deployedIn = new Set(
    everywhere.flatMap(({ environmentId, commitSha }) => (commitSha ? [environmentId] : [])),
  )
  const promotion = promotionLink(project.environments, deployedIn, place)
  const { deployments } = await readDeployments(app.id, RECENT)
  const changing = app.status === 'deploying' || app.status === 'degraded' || app.status === 'crashed'
  return (
    <PageBody>
      <RefreshWhile active={app.release !== null || changing} seconds={changing ? 3 : 10} />
      {app.maintenance && <MaintenanceNotice place={place} />}
      <HaltedProcesses app={app} />
      <PendingChanges app={app} place={place} />
      {app.release ? (
        <ReleaseCard app={app} place={place} promotion={promotion} />
      ) : (
        <FirstSteps app={app} place={place} promotion={promotion} />
      )}
      {deployments.length > 0 && <RecentDeployments deployments={deployments} place={place} />}
      {app.instances.length > 0 && <InstanceTable instances={app.instances} />}
    </PageBody>
  )
}
