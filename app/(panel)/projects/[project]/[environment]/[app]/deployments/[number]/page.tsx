import type { Metadata } from 'next'
import { DeploymentView } from '@/components/deployments/deployment-view'
import { promotionTarget } from '@/components/promotions/promotion-link'
import { PageBody } from '@/components/shell/page-header'
import { readDeployment, readDeploymentLogStart, readProject } from '../../../../../../reads'
import { type AppPageProps, appOf } from '../../place'

interface DeploymentPageProps extends AppPageProps {
  params: Promise<{ project: string; environment: string; app: string; number: string }>
}

export async function generateMetadata({ params }: DeploymentPageProps): Promise<Metadata> {
  const { app, environment, number } = await params
  return { title: `#${number} · ${app} · ${environment}` }
}

export default async function DeploymentPage(props: DeploymentPageProps) {
  const [{ app, place }, { number }] = await Promise.all([appOf(props), props.params])
  const [deployment, { environments }] = await Promise.all([
    readDeployment(app.id, number),
    readProject(place.project),
  ])
  const log = await readDeploymentLogStart(deployment.id)
  return (
    <PageBody>
      <DeploymentView
        key={deployment.id}
        initial={deployment}
        log={log}
        place={place}
        promoteTo={promotionTarget(environments, place.environment)}
      />
    </PageBody>
  )
}
