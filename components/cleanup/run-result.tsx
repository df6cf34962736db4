import { LoaderCircle } from 'lucide-react'
import type { ReactNode } from 'react'
import { count, formatBytes } from '@/components/feedback/format'
import { RelativeTime } from '@/components/feedback/relative-time'
import { Alert } from '@/components/ui/alert'
import type { CleanupRun } from '@/lib/operations/cleanup/schema'
import { ItemTable } from './item-table'
import { countKinds } from './words'

const TRIGGERS: Record<CleanupRun['trigger'], string> = {
  USER: 'by hand',
  DAILY: 'the daily one',
  DEPLOYMENT: 'after a deployment',
  ALARM: 'because of the disk alarm',
}

/** A cleanup: how far it is, what it would remove or removed, and what stays. */
export function RunResult({ run, slow }: { run: CleanupRun; slow: boolean }) {
  const { items, kept, dryRun } = run
  return (
    <div className="grid min-w-0 gap-3">
      <div role="status">
        <Headline run={run} />
        {slow && (
          <p className="mt-1 text-soft">
            No worker has taken it up yet. See above whether one is running, or run{' '}
            <code className="font-mono">berth doctor</code> on the server.
          </p>
        )}
      </div>
      {run.problem && (
        <Alert tone="bad" title="It did not come to its end">
          {run.problem} What may go is found again by the next cleanup.
        </Alert>
      )}
      {items.length > 0 && (
        <div className="min-w-0">
          <ItemTable label={dryRun ? 'What would go' : 'What goes'} items={items} outcomes={!dryRun} />
        </div>
      )}
      {kept.length > 0 && (
        <details>
          <summary className="w-fit cursor-pointer rounded-sm text-soft hover:text-foreground">
            Stays: {countKinds(kept)}
          </summary>
          <div className="mt-2 min-w-0">
            <ItemTable label="What stays" items={kept} />
          </div>
        </details>
      )}
    </div>
  )
}

function Headline({ run }: { run: CleanupRun }) {
  if (run.finishedAt === null) return <Working>{progressOf(run)}</Working>
  const at = <RelativeTime at={run.finishedAt} />
  if (run.dryRun) {
    return (
      <p>
        {run.items.length === 0 ? (
          <>Nothing would go: everything on the server is needed. Looked {at}.</>
        ) : (
          <>
            <strong className="font-medium">Would go: {countKinds(run.items)}</strong>,{' '}
            {formatBytes(run.expendableBytes ?? 0)}. Looked {at}.
          </>
        )}
      </p>
    )
  }
  return (
    <p>
      <strong className="font-medium">Last cleanup</strong> {at}, {TRIGGERS[run.trigger]}:{' '}
      {run.removedCount === 0
        ? 'nothing was removed.'
        : `${count(run.removedCount, 'thing')} removed${freed(run)}.`}
    </p>
  )
}

const freed = ({ freedBytes }: CleanupRun) => (freedBytes > 0 ? `, ${formatBytes(freedBytes)} freed` : '')

function progressOf({ status, dryRun, items, itemCount }: CleanupRun): string {
  if (status === 'PENDING') return 'Waiting for a worker.'
  if (itemCount === null) return 'Looking at images, caches, logs and networks.'
  if (dryRun) return 'Writing down what was found.'
  return `${items.filter(({ outcome }) => outcome).length} of ${count(itemCount, 'thing')} done.`
}

const Working = ({ children }: { children: ReactNode }) => (
  <p className="flex items-center gap-2">
    <LoaderCircle aria-hidden className="size-4 animate-spin text-soft" />
    {children}
  </p>
)
