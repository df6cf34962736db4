import Link from 'next/link'
import { CommitSha } from '@/components/feedback/commit-sha'
import { Duration } from '@/components/feedback/duration'
import { RelativeTime } from '@/components/feedback/relative-time'
import { PhaseBadge } from '@/components/feedback/status-badge'
import { type AppPlace, appPath, deploymentPath } from '@/components/shell/paths'
import { Table, TableBody, TableCell, TableRow } from '@/components/ui/table'
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
      <Table label="Last deployments">
        <TableBody>
          {deployments.map(deployment => (
            <DeploymentRow key={deployment.id} deployment={deployment} place={place} />
          ))}
        </TableBody>
      </Table>
    </section>
  )
}

function DeploymentRow({ deployment, place }: { deployment: DeploymentSummary; place: AppPlace }) {
  const { number, phase, isCurrent, commitSha, commitMessage, startedAt, finishedAt } = deployment
  return (
    <TableRow className="relative">
      <TableCell className="w-px whitespace-nowrap">
        <Link
          href={deploymentPath(place, number)}
          aria-label={`Deployment ${number}`}
          className="rounded-sm font-medium text-soft after:absolute after:inset-0"
        >
          #{number}
        </Link>
      </TableCell>
      <TableCell className="w-px whitespace-nowrap">
        <PhaseBadge phase={phase} live={isCurrent} />
      </TableCell>
      <TableCell className="max-w-0">
        <p className="flex min-w-0 items-center gap-2">
          {commitSha && <CommitSha sha={commitSha} />}
          <span className="truncate text-soft">
            {deployment.failureSentence ?? commitMessage?.split('\n')[0] ?? deployment.branch}
          </span>
        </p>
      </TableCell>
      <TableCell className="w-px whitespace-nowrap text-soft max-md:hidden">
        {deployment.triggerName}
      </TableCell>
      <TableCell className="w-px whitespace-nowrap text-right text-soft max-sm:hidden">
        {startedAt && <Duration from={startedAt} to={finishedAt} />}
      </TableCell>
      <TableCell className="w-px whitespace-nowrap text-right text-soft">
        <RelativeTime at={deployment.createdAt} />
      </TableCell>
    </TableRow>
  )
}
