import Link from 'next/link'
import { CommitSha } from '@/components/feedback/commit-sha'
import { Duration } from '@/components/feedback/duration'
import { RelativeTime } from '@/components/feedback/relative-time'
import { PhaseBadge } from '@/components/feedback/status-badge'
import { type AppPlace, appPath, deploymentPath } from '@/components/shell/paths'
import type { DeploymentSummary } from '@/lib/operations/deployments/schema'

interface RecentDeploymentsProps {
  deployments: DeploymentSummary[]
  place: AppPlace
}

export function RecentDeployments({ deployments, place }: RecentDeploymentsProps) {
  return (
    <section className="grid gap-2">
      <div className="flex items-baseline justify-between">
        <h2 className="font-semibold">Last deployments</h2>
        <Link
          href={`${appPath(place)}/deployments`}
          className="rounded-sm text-accent text-xs underline-offset-2 hover:underline"
        >
          All deployments
        </Link>
      </div>
      <ul className="divide-y divide-border rounded-lg border">
        {deployments.map(deployment => (
          <DeploymentRow key={deployment.id} deployment={deployment} place={place} />
        ))}
      </ul>
    </section>
  )
}

function DeploymentRow({ deployment, place }: { deployment: DeploymentSummary; place: AppPlace }) {
  const { number, phase, isCurrent, commitSha, commitMessage, startedAt, finishedAt } = deployment
  const says = deployment.failureSentence ?? commitMessage?.split('\n')[0] ?? deployment.branch
  return (
    <li className="relative grid grid-cols-[1fr_auto] items-center gap-x-3 gap-y-1 px-3 py-2 hover:bg-surface sm:grid-cols-[10rem_minmax(0,1fr)_auto]">
      <span className="flex items-center gap-2">
        <Link
          href={deploymentPath(place, number)}
          aria-label={`Deployment ${number}`}
          className="min-w-8 rounded-sm font-medium text-soft after:absolute after:inset-0"
        >
          #{number}
        </Link>
        <PhaseBadge phase={phase} live={isCurrent} />
      </span>
      <span className="flex min-w-0 items-center gap-2 max-sm:order-last max-sm:col-span-2">
        {commitSha && <CommitSha sha={commitSha} />}
        <span className="truncate text-soft">{says}</span>
      </span>
      <span className="flex gap-4 whitespace-nowrap text-soft">
        <span className="max-md:hidden">{deployment.triggerName}</span>
        {startedAt && (
          <span className="max-sm:hidden">
            <Duration from={startedAt} to={finishedAt} />
          </span>
        )}
        <RelativeTime at={deployment.createdAt} />
      </span>
    </li>
  )
}
