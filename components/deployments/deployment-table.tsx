import Link from 'next/link'
import { CommitSha } from '@/components/feedback/commit-sha'
import { Duration } from '@/components/feedback/duration'
import { RelativeTime } from '@/components/feedback/relative-time'
import { PhaseBadge } from '@/components/feedback/status-badge'
import { type AppPlace, deploymentPath } from '@/components/shell/paths'
import { Table, TableBody, TableCell, TableRow } from '@/components/ui/table'
import type { DeploymentSummary } from '@/lib/operations/deployments/schema'
import { DeploymentActions, type DeploymentActionsProps } from './deployment-actions'
import { kindText } from './kind-word'

/** Deployments, newest first, each with what can be done with it. */
export function DeploymentTable({
  deployments,
  place,
  promoteTo,
}: {
  deployments: DeploymentSummary[]
  place: AppPlace
  /** The environment it may be promoted to. */
  promoteTo: { slug: string; name: string } | null
}) {
  return (
    <Table label="Deployments">
      <TableBody>
        {deployments.map(deployment => (
          <Row key={deployment.id} deployment={deployment} place={place} promoteTo={promoteTo} />
        ))}
      </TableBody>
    </Table>
  )
}

function Row({ deployment, place, promoteTo }: DeploymentActionsProps) {
  const { number, kind, phase, isCurrent, commitSha, commitMessage, branch, startedAt, finishedAt } =
    deployment
  return (
    <TableRow>
      <TableCell className="w-px whitespace-nowrap">
        <Link
          href={deploymentPath(place, number)}
          aria-label={`Deployment ${number}`}
          className="rounded-sm font-medium hover:underline"
        >
          #{number}
        </Link>
      </TableCell>
      <TableCell className="w-px whitespace-nowrap">
        <PhaseBadge phase={phase} live={isCurrent} />
      </TableCell>
      <TableCell className="max-w-0">
        <Link
          href={deploymentPath(place, number)}
          className="flex min-w-0 items-center gap-2 hover:underline"
          tabIndex={-1}
        >
          {commitSha && <CommitSha sha={commitSha} />}
          <span className="truncate">
            {kind !== 'DEPLOY' && <span className="font-medium">{kindText(deployment)} · </span>}
            {commitMessage?.split('\n')[0] ?? branch}
          </span>
        </Link>
        <p className="truncate text-soft text-xs">
          {deployment.failureSentence ?? (
            <>
              {deployment.triggerName} · <RelativeTime at={deployment.createdAt} />
            </>
          )}
        </p>
      </TableCell>
      <TableCell className="w-px whitespace-nowrap text-right text-soft tabular-nums max-md:hidden">
        {startedAt && <Duration from={startedAt} to={finishedAt} />}
      </TableCell>
      <TableCell className="w-px max-sm:hidden">
        <DeploymentActions deployment={deployment} place={place} promoteTo={promoteTo} size="sm" />
      </TableCell>
    </TableRow>
  )
}
