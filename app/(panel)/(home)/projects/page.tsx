import { Plus } from 'lucide-react'
import type { Metadata } from 'next'
import Link from 'next/link'
import { NoProjects } from '@/components/projects/no-projects'
import { ProjectTable } from '@/components/projects/project-table'
import { PageBody, PageHeader } from '@/components/shell/page-header'
import { buttonVariants } from '@/components/ui/button'
import { readProjects } from '../../reads'

export const metadata: Metadata = { title: 'Projects' }

export default async function ProjectsPage() {
  const { projects } = await readProjects()
  return (
    <>
      <PageHeader
        title="Projects"
        action={
          projects.length > 0 && (
            <Link href="/projects/new" className={buttonVariants({ variant: 'primary' })}>
              <Plus aria-hidden />
              New project
            </Link>
          )
        }
      />
      <PageBody>{projects.length === 0 ? <NoProjects /> : <ProjectTable projects={projects} />}</PageBody>
    </>
  )
}
