import Link from 'next/link'
import { CommitSha } from '@/components/feedback/commit-sha'
import { count } from '@/components/feedback/format'
import { RelativeTime } from '@/components/feedback/relative-time'
import { AppStatusBadge } from '@/components/feedback/status-badge'
import { appPath, setUpPath } from '@/components/shell/paths'
import { buttonVariants } from '@/components/ui/button'
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from '@/components/ui/table'
import type { OutputOf } from '@/lib/api/contract'
import type { AppInProject } from '@/lib/operations/projects/schema'
import type { PageOfApps } from './page-of-apps'

interface AppGridProps extends PageOfApps {
  project: OutputOf<'projects.get'>
}

/** Apps down, environments across: what runs where, since when. On phones each app is a block. */
export function AppGrid({ project, apps, query, page, pages, found }: AppGridProps) {
  if (apps.length === 0) return <p className="text-soft">No app matches "{query}".</p>
  return (
    <>
      <Table label="Apps by environment">
        <TableHeader className="max-md:sr-only">
          <tr>
            <TableHead>App</TableHead>
            {project.environments.map(({ id, name }) => (
              <TableHead key={id}>{name}</TableHead>
            ))}
          </tr>
        </TableHeader>
        <TableBody>
          {apps.map(app => (
            <TableRow key={app.id} className="align-top max-md:block max-md:py-1.5">
              <TableCell className="align-top max-md:block max-md:pb-1">
                <AppName project={project.slug} app={app} />
              </TableCell>
              {project.environments.map(environment => (
                <EnvironmentCell key={environment.id} project={project.slug} app={app} {...environment} />
              ))}
            </TableRow>
          ))}
        </TableBody>
      </Table>
      {pages > 1 && <Pager query={query} page={page} pages={pages} found={found} />}
    </>
  )
}

function AppName({ project, app }: { project: string; app: AppInProject }) {
  const first = app.environments[0]
  const href = first
    ? appPath({ project, environment: first.environmentSlug, app: app.slug })
    : setUpPath(project, app.slug)
  return (
    <>
      <Link href={href} className="rounded-sm font-medium hover:underline">
        {app.name}
      </Link>
      <p className="max-w-72 truncate text-soft text-xs" title={app.repositoryUrl}>
        {app.repositoryUrl.replace(/^https?:\/\//, '')}
      </p>
    </>
  )
}

function EnvironmentCell({
  project,
  app,
  id,
  slug,
  name,
}: {
  project: string
  app: AppInProject
  id: string
  slug: string
  name: string
}) {
  const here = app.environments.find(({ environmentId }) => environmentId === id)
  if (!here) return <TableCell className="text-soft max-md:hidden">Not here</TableCell>
  return (
    <TableCell className="align-top max-md:block max-md:py-1">
      <div className="flex flex-wrap items-center gap-x-2 gap-y-1">
        <Link
          href={appPath({ project, environment: slug, app: app.slug })}
          aria-label={`${app.name}, ${name}`}
          className="flex items-center gap-2 rounded-full"
        >
          <span className="text-soft text-xs md:hidden">{name}</span>
          <AppStatusBadge status={here.status} />
        </Link>
        {here.commitSha && <CommitSha sha={here.commitSha} className="text-soft" />}
        {here.liveSince && (
          <span className="text-soft text-xs">
            <RelativeTime at={here.liveSince} />
          </span>
        )}
      </div>
      {here.url && here.commitSha && (
        <a
          href={here.url}
          target="_blank"
          rel="noreferrer"
          className="mt-1 block max-w-72 truncate rounded-sm text-accent text-xs hover:underline"
        >
          {here.url.replace(/^https?:\/\//, '')}
        </a>
      )}
    </TableCell>
  )
}

function Pager({ query, page, pages, found }: Pick<PageOfApps, 'query' | 'page' | 'pages' | 'found'>) {
  const to = (target: number) =>
    `?${new URLSearchParams({ ...(query && { q: query }), page: String(target) })}`
  return (
    <nav aria-label="Pages" className="flex items-center justify-between gap-2 text-soft">
      <span>
        {count(found, 'app')}, page {page} of {pages}
      </span>
      <span className="flex gap-2">
        {page > 1 && (
          <Link href={to(page - 1)} className={buttonVariants({ size: 'sm' })}>
            Previous
          </Link>
        )}
        {page < pages && (
          <Link href={to(page + 1)} className={buttonVariants({ size: 'sm' })}>
            Next
          </Link>
        )}
      </span>
    </nav>
  )
}
