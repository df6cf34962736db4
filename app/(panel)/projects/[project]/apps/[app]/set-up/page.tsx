import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { SetUp } from '@/components/set-up/set-up'
import { PageBody, PageHeader } from '@/components/shell/page-header'
import { appPath, projectPath } from '@/components/shell/paths'
import { readApp, readProject } from '../../../../../reads'

interface SetUpProps {
  params: Promise<{ project: string; app: string }>
}

async function appOf(params: SetUpProps['params']) {
  const { project: slug, app: appSlug } = await params
  const project = await readProject(slug)
  const id = project.apps.find(app => app.slug === appSlug)?.id
  if (id === undefined) notFound()
  return { project, app: await readApp(id) }
}

export async function generateMetadata({ params }: SetUpProps): Promise<Metadata> {
  const { app } = await appOf(params)
  return { title: `Set up ${app.name}` }
}

export default async function SetUpPage({ params }: SetUpProps) {
  const { project, app } = await appOf(params)
  const environment = app.environments[0]?.environmentSlug
  return (
    <>
      <PageHeader
        crumbs={[
          { label: project.name, href: projectPath(project.slug) },
          ...(environment
            ? [{ label: app.name, href: appPath({ project: project.slug, environment, app: app.slug }) }]
            : []),
        ]}
        title={`Set up ${app.name}`}
      />
      <PageBody>
        <SetUp app={app} project={project.slug} />
      </PageBody>
    </>
  )
}
