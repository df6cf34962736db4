import { CommitSha } from '@/components/feedback/commit-sha'
import { RelativeTime } from '@/components/feedback/relative-time'
import type { ComparedCommits } from '@/lib/core/git/comparison'

/** Commits, newest first; says how many more there are. */
export function CommitList({ label, side: { commits, total } }: { label: string; side: ComparedCommits }) {
  return (
    <div>
      <ul
        aria-label={label}
        tabIndex={0}
        className="max-h-96 divide-y divide-border overflow-y-auto rounded-md border"
      >
        {commits.map(({ sha, subject, authorName, committedAt }) => (
          <li
            key={sha}
            className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-3 px-3 py-1.5 sm:grid-cols-[auto_minmax(0,1fr)_auto]"
          >
            <CommitSha sha={sha} />
            <span className="truncate" title={subject}>
              {subject || <span className="text-soft">No message</span>}
            </span>
            <span className="flex min-w-0 gap-2 text-soft max-sm:col-start-2">
              <span className="max-w-40 truncate">{authorName}</span>
              <RelativeTime at={committedAt} className="whitespace-nowrap" />
            </span>
          </li>
        ))}
      </ul>
      {total > commits.length && (
        <p className="mt-1.5 text-soft text-xs">
          And {(total - commits.length).toLocaleString('en')} older ones.
        </p>
      )}
    </div>
  )
}
