import type { Metadata } from 'next'
import { NewProjectForm } from '@/components/projects/new-project-form'
import { PageBody, PageHeader } from '@/components/shell/page-header'

export const metadata: Metadata = { title: 'New project' }

export default function NewProjectPage() {
  return (
    <>
      <PageHeader crumbs={[{ label: 'Projects', href: '/projects' }]} title="New project" />
      <PageBody>
        <NewProjectForm />
      </PageBody>
    </>
  )
}
