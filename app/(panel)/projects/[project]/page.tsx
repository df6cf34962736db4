import { Plus } from 'lucide-react'
import type { Metadata } from 'next'
import Link from 'next/link'
import { EmptyState } from '@/components/feedback/empty-state'
import { RefreshWhile } from '@/components/feedback/refresh-while'
import { AppGrid } from '@/components/projects/app-grid'
import { AppSearch } from '@/components/projects/app-search'
import { pageOfApps } from '@/components/projects/page-of-apps'
import { PageBody, PageHeader } from '@/components/shell/page-header'
import { projectPath } from '@/components/shell/paths'
import { buttonVariants } from '@/components/ui/button'
import { readProject } from '../../reads'

interface ProjectPageProps {
  params: Promise<{ project: string }>
  searchParams: Promise<Record<string, string | string[] | undefined>>
}

export async function generateMetadata({ params }: ProjectPageProps): Promise<Metadata> {
  const { name } = await readProject((await params).project)
  return { title: name }
}

export default async function ProjectPage({ params, searchParams }: ProjectPageProps) {
  const [{ project: slug }, search] = await Promise.all([params, searchParams])
  const project = await readProject(slug)
  const listed = pageOfApps(project.apps, search)
  const deploying = listed.apps.some(app => app.environments.some(({ status }) => status === 'deploying'))
  return (
    <>
      <PageHeader
        crumbs={[{ label: 'Projects', href: '/projects' }]}
        title={project.name}
        action={
          project.apps.length > 0 && (
            <Link href={`${projectPath(slug)}/apps/new`} className={buttonVariants({ variant: 'primary' })}>
              <Plus aria-hidden />
              Add app
            </Link>
          )
        }
      />
      <RefreshWhile active={deploying} seconds={3} />
      <PageBody>
        {project.apps.length === 0 ? (
          <NoApps slug={slug} />
        ) : (
          <div className="grid gap-3">
            {project.apps.length > listed.pageSize / 4 && <AppSearch query={listed.query} />}
            <AppGrid project={project} {...listed} />
          </div>
        )}
      </PageBody>
    </>
  )
}

function NoApps({ slug }: { slug: string }) {
  return (
    <EmptyState
      title="No apps yet"
      action={
        <Link href={`${projectPath(slug)}/apps/new`} className={buttonVariants({ variant: 'primary' })}>
          <Plus aria-hidden />
          Add app
        </Link>
      }
    >
      An app is a git repository that Berth builds and runs, in production and staging side by side.
    </EmptyState>
  )
}
