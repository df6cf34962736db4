import type { Metadata } from 'next'
import { DeleteProject } from '@/components/projects/delete-project'
import { EnvironmentsCard } from '@/components/projects/environments-card'
import { RenameProject } from '@/components/projects/rename-project'
import { PageBody, PageHeader } from '@/components/shell/page-header'
import { projectPath } from '@/components/shell/paths'
import { readProject } from '../../../reads'

interface ProjectSettingsProps {
  params: Promise<{ project: string }>
}

export async function generateMetadata({ params }: ProjectSettingsProps): Promise<Metadata> {
  const { name } = await readProject((await params).project)
  return { title: `Settings · ${name}` }
}

export default async function ProjectSettingsPage({ params }: ProjectSettingsProps) {
  const project = await readProject((await params).project)
  return (
    <>
      <PageHeader
        crumbs={[{ label: project.name, href: projectPath(project.slug) }]}
        title="Project settings"
      />
      <PageBody>
        <RenameProject projectId={project.id} name={project.name} />
        <EnvironmentsCard projectId={project.id} project={project.slug} environments={project.environments} />
        <DeleteProject projectId={project.id} name={project.name} appCount={project.apps.length} />
      </PageBody>
    </>
  )
}
