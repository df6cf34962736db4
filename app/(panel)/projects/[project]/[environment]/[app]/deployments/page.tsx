import { Rocket } from 'lucide-react'
import Link from 'next/link'
import { DeployButton } from '@/components/apps/deploy-button'
import { DeploymentTable } from '@/components/deployments/deployment-table'
import { EmptyState } from '@/components/feedback/empty-state'
import { RefreshWhile } from '@/components/feedback/refresh-while'
import { promotionTarget } from '@/components/promotions/promotion-link'
import { PageBody } from '@/components/shell/page-header'
import { buttonVariants } from '@/components/ui/button'
import { readDeploymentPage, readProject } from '../../../../../reads'
import { type AppPageProps, appOf, titleOf } from '../place'

export const generateMetadata = titleOf('Deployments')

const PAGE = 30

export default async function DeploymentsPage(props: AppPageProps) {
  const { app, place } = await appOf(props)
  const { environments } = await readProject(place.project)
  const { before } = await props.searchParams
  const from = typeof before === 'string' ? before : undefined
  const { deployments, next } = await readDeploymentPage(app.id, PAGE, from)
  return (
    <PageBody>
      <RefreshWhile active={app.activeDeployment !== null} seconds={3} />
      {deployments.length === 0 ? (
        <EmptyState
          icon={Rocket}
          title="Nothing has been deployed here yet"
          action={app.branch && <DeployButton appEnvironmentId={app.id} place={place} branch={app.branch} />}
        >
          Each deployment will be listed here with its commit, its log and how it ended.
        </EmptyState>
      ) : (
        <DeploymentTable
          deployments={deployments}
          place={place}
          promoteTo={promotionTarget(environments, place.environment)}
        />
      )}
      <nav aria-label="Pages" className="flex gap-2">
        {from && (
          <Link href="?" className={buttonVariants({ size: 'sm' })}>
            Newest
          </Link>
        )}
        {next && (
          <Link href={`?before=${next}`} className={buttonVariants({ size: 'sm' })}>
            Older
          </Link>
        )}
      </nav>
    </PageBody>
  )
}
