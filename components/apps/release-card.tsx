import { ExternalLink } from 'lucide-react'
import Link from 'next/link'
import type { ReactNode } from 'react'
import { CommitSha } from '@/components/feedback/commit-sha'
import { CopyButton } from '@/components/feedback/copy-button'
import { RelativeTime } from '@/components/feedback/relative-time'
import { APP_LOOK } from '@/components/feedback/status'
import { AppStatusBadge } from '@/components/feedback/status-badge'
import { type AppPlace, deploymentPath } from '@/components/shell/paths'
import { buttonVariants } from '@/components/ui/button'
import { Card, CardBody } from '@/components/ui/card'
import type { AppEnvironment } from '@/lib/operations/app-environments/schema'
import { PowerButton } from './power-button'

/** Is it up, at which address, which commit, since when. */
export function ReleaseCard({
  app,
  place,
  promotion,
}: {
  app: AppEnvironment
  place: AppPlace
  /** The way to promote it, or to promote something to here. */
  promotion: { label: string; href: string } | null
}) {
  const { release } = app
  if (!release) return null
  return (
    <Card>
      <CardBody className="grid gap-4 sm:grid-cols-2 lg:grid-cols-4">
        <Fact name="Status">
          <AppStatusBadge status={app.status} />
          <p className="mt-1.5 text-soft text-xs">{STATUS_SAYS[app.status] ?? APP_LOOK[app.status].word}</p>
        </Fact>
        <Fact name="Address">{app.url ? <Address url={app.url} /> : 'No web process'}</Fact>
        <Fact name="Commit">
          <p className="flex min-w-0 items-center gap-2">
            <CommitSha sha={release.commitSha} />
            {app.branch && <span className="truncate text-soft">{app.branch}</span>}
          </p>
          {release.commitMessage && (
            <p className="mt-0.5 truncate text-soft text-xs" title={release.commitMessage}>
              {release.commitMessage.split('\n')[0]}
            </p>
          )}
        </Fact>
        <Fact name="Live since">
          <RelativeTime at={release.liveSince} />
          <p className="mt-0.5 text-soft text-xs">
            Release {release.number}
            {release.deploymentNumber !== null && (
              <>
                {', by '}
                <Link
                  href={deploymentPath(place, release.deploymentNumber)}
                  className="rounded-sm text-accent underline underline-offset-2"
                >
                  deployment {release.deploymentNumber}
                </Link>
              </>
            )}
          </p>
        </Fact>
      </CardBody>
      <div className="flex flex-wrap justify-end gap-2 border-t px-4 py-2.5">
        {promotion && (
          <Link href={promotion.href} className={buttonVariants({ size: 'sm' })}>
            {promotion.label}
          </Link>
        )}
        <PowerButton
          appEnvironmentId={app.id}
          place={place}
          name={`${app.appName} in ${app.environmentName}`}
          stopped={app.status === 'stopped'}
        />
      </div>
    </Card>
  )
}

const STATUS_SAYS: Partial<Record<AppEnvironment['status'], string>> = {
  live: 'Every process runs.',
  degraded: 'Not every process runs. See below, and the logs.',
  crashed: 'It kept ending, and was stopped. Visitors see that it is down.',
  deploying: 'The version below serves until the new one is ready.',
  stopped: 'Visitors see a notice that it is stopped.',
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="min-w-0">
      <h2 className="mb-1.5 text-soft text-xs">{name}</h2>
      {children}
    </div>
  )
}

function Address({ url }: { url: string }) {
  return (
    <p className="flex min-w-0 items-center">
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
      <CopyButton text={url} what="the address" />
    </p>
  )
}
