import type { ReactNode } from 'react'
import { CommitSha } from '@/components/feedback/commit-sha'
import type { PromotedRelease } from '@/lib/operations/promotions/schema'

/** One side of a promotion: an environment and its release. */
export function ReleaseSide({
  label,
  environmentName,
  release,
  children,
}: {
  label: string
  environmentName: string
  release: PromotedRelease | null
  /** Instead of the release, when there is none. */
  children: ReactNode
}) {
  return (
    <div className="min-w-0">
      <p className="mb-1 text-soft text-xs">{label}</p>
      <p className="font-medium">
        {environmentName}
        {release && <span className="font-normal text-soft"> · release {release.number}</span>}
      </p>
      <p className="flex min-w-0 items-center gap-2">
        {release ? (
          <>
            <CommitSha sha={release.commitSha} />
            <span className="truncate" title={release.commitMessage ?? undefined}>
              {release.commitMessage?.split('\n')[0]}
            </span>
          </>
        ) : (
          <span className="text-soft">{children}</span>
        )}
      </p>
    </div>
  )
}
