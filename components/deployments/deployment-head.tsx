import { ExternalLink, GitBranch, User } from 'lucide-react'
import Link from 'next/link'
import { CommitSha } from '@/components/feedback/commit-sha'
import { Duration } from '@/components/feedback/duration'
import { RelativeTime } from '@/components/feedback/relative-time'
import { PhaseBadge } from '@/components/feedback/status-badge'
import { type AppPlace, deploymentPath } from '@/components/shell/paths'
import type { Deployment } from '@/lib/operations/deployments/schema'
import { DeploymentActions } from './deployment-actions'
import { KIND_WORD } from './kind-word'

/** What is deployed, by whom, how long it took, and what can be done. */
export function DeploymentHead({
  deployment,
  place,
  promoteTo,
}: {
  deployment: Deployment
  place: AppPlace
  /** The environment it may be promoted to. */
  promoteTo: { slug: string; name: string } | null
}) {
  const { phase, isCurrent, commitSha, commitMessage, branch, startedAt, finishedAt, url } = deployment
  return (
    <div className="flex flex-wrap items-start gap-x-6 gap-y-3">
      <div className="grid min-w-0 flex-1 basis-72 gap-1.5">
        <div className="flex flex-wrap items-center gap-2">
          <h2 className="font-semibold text-base">
            {KIND_WORD[deployment.kind]} #{deployment.number}
          </h2>
          <PhaseBadge phase={phase} live={isCurrent} />
          {startedAt && <Duration from={startedAt} to={finishedAt} className="text-soft tabular-nums" />}
        </div>
        <p className="flex min-w-0 items-center gap-2">
          {commitSha && <CommitSha sha={commitSha} />}
          <span className="truncate">
            {commitMessage?.split('\n')[0] ?? (branch ? `Newest commit of ${branch}` : '')}
          </span>
        </p>
        <p className="flex flex-wrap items-center gap-x-4 gap-y-1 text-soft">
          <PromotedFrom deployment={deployment} place={place} />
          {branch && (
            <span className="flex min-w-0 items-center gap-1">
              <GitBranch aria-hidden className="size-3.5 shrink-0" />
              <span className="break-all">{branch}</span>
            </span>
          )}
          <span className="flex items-center gap-1">
            <User aria-hidden className="size-3.5" />
            {deployment.triggerName}
          </span>
          <RelativeTime at={deployment.createdAt} />
          {deployment.planTitle && <span>{deployment.planTitle}</span>}
        </p>
        {phase === 'SUCCEEDED' && url && (
          <a
            href={url}
            target="_blank"
            rel="noreferrer"
            className="flex items-center gap-1 justify-self-start text-accent hover:underline"
          >
            {url.replace(/^https?:\/\//, '')}
            <ExternalLink aria-hidden className="size-3.5" />
            <span className="sr-only">(opens in a new tab)</span>
          </a>
        )}
      </div>
      <DeploymentActions deployment={deployment} place={place} promoteTo={promoteTo} />
    </div>
  )
}

/** The deployment of the other environment that this one took its image from. */
function PromotedFrom({ deployment, place }: { deployment: Deployment; place: AppPlace }) {
  const { kind, source } = deployment
  if (kind !== 'PROMOTION' || !source) return null
  const { deploymentNumber, environmentSlug, environmentName } = source
  if (deploymentNumber === null) return <span>from {environmentName.toLowerCase()}</span>
  return (
    <Link
      href={deploymentPath({ ...place, environment: environmentSlug }, deploymentNumber)}
      className="rounded-sm text-accent underline-offset-2 hover:underline"
    >
      from {environmentName.toLowerCase()} #{deploymentNumber}
    </Link>
  )
}
