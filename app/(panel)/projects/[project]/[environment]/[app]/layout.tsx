import { ExternalLink } from 'lucide-react'
import Link from 'next/link'
import type { ReactNode } from 'react'
import { DeployButton } from '@/components/apps/deploy-button'
import { AppStatusBadge, MaintenanceBadge } from '@/components/feedback/status-badge'
import { EnvironmentSwitcher } from '@/components/shell/environment-switcher'
import { PageHeader } from '@/components/shell/page-header'
import { APP_TABS, appPath, projectPath, setUpPath } from '@/components/shell/paths'
import { buttonVariants } from '@/components/ui/button'
import { Tabs } from '@/components/ui/tabs'
import { readAppEnvironment, readProject } from '../../../../reads'

interface AppLayoutProps {
  children: ReactNode
  params: Promise<{ project: string; environment: string; app: string }>
}

export default async function AppLayout({ children, params }: AppLayoutProps) {
  const place = await params
  const [project, app] = await Promise.all([
    readProject(place.project),
    readAppEnvironment(place.project, place.environment, place.app),
  ])
  const everywhere = project.apps.find(({ id }) => id === app.appId)?.environments ?? []
  const environments = project.environments.map(({ id, slug, name }) => ({
    slug,
    name,
    status: everywhere.find(({ environmentId }) => environmentId === id)?.status ?? 'not-deployed',
  }))
  return (
    <>
      <PageHeader
        crumbs={[{ label: project.name, href: projectPath(project.slug) }]}
        title={app.appName}
        aside={
          <>
            <EnvironmentSwitcher current={place.environment} environments={environments} />
            <AppStatusBadge status={app.status} />
            {app.maintenance && <MaintenanceBadge />}
            {app.url && app.release && <AppLink url={app.url} />}
          </>
        }
        action={
          app.branch === null ? (
            <Link
              href={setUpPath(place.project, place.app)}
              className={buttonVariants({ variant: 'primary' })}
            >
              Set up
            </Link>
          ) : (
            <DeployButton appEnvironmentId={app.id} place={place} branch={app.branch} />
          )
        }
      >
        <Tabs label="App" tabs={tabsOf(appPath(place))} />
      </PageHeader>
      {children}
    </>
  )
}

const tabsOf = (base: string) =>
  APP_TABS.map(({ segment, label }) => ({
    href: segment ? `${base}/${segment}` : base,
    label,
    deep: segment !== '',
  }))

function AppLink({ url }: { url: string }) {
  return (
    <a
      href={url}
      target="_blank"
      rel="noreferrer"
      className="flex min-w-0 items-center gap-1 rounded-sm text-accent hover:underline"
    >
      <span className="truncate">{url.replace(/^https?:\/\//, '')}</span>
      <ExternalLink aria-hidden className="size-3.5 shrink-0" />
      <span className="sr-only">(opens in a new tab)</span>
    </a>
  )
}
