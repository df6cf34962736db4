import type { Metadata } from 'next'
import { NewAppForm } from '@/components/apps/new-app-form'
import { PageBody, PageHeader } from '@/components/shell/page-header'
import { projectPath } from '@/components/shell/paths'
import { readProject } from '../../../../reads'

interface NewAppProps {
  params: Promise<{ project: string }>
}

export const metadata: Metadata = { title: 'Add app' }

export default async function NewAppPage({ params }: NewAppProps) {
  const project = await readProject((await params).project)
  return (
    <>
      <PageHeader crumbs={[{ label: project.name, href: projectPath(project.slug) }]} title="Add app" />
      <PageBody>
        <NewAppForm projectId={project.id} project={project.slug} />
      </PageBody>
    </>
  )
}
