import type { Metadata } from 'next'
import { DeploymentView } from '@/components/deployments/deployment-view'
import { PageBody } from '@/components/shell/page-header'
import { readDeployment, readDeploymentLogStart } from '../../../../../../reads'
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
  const deployment = await readDeployment(app.id, number)
  const log = await readDeploymentLogStart(deployment.id)
  return (
    <PageBody>
      <DeploymentView key={deployment.id} initial={deployment} log={log} place={place} />
    </PageBody>
  )
}
