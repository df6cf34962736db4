'use client'

import { ConfirmDialog } from '@/components/feedback/confirm-dialog'
import { OperationError } from '@/components/feedback/operation-error'
import { SubmitButton } from '@/components/feedback/submit-button'
import { Button } from '@/components/ui/button'
import { Card, CardBody, CardHeader } from '@/components/ui/card'
import type { CleanupRun, DiskUsage } from '@/lib/operations/cleanup/schema'
import { RunResult } from './run-result'
import { UsageList } from './usage-list'
import { useCleanup } from './use-cleanup'

interface DiskCardProps {
  /** What was last measured; null: never. */
  measured: { usage: DiskUsage; at: string } | null
  /** The newest run, with its items. */
  newest: CleanupRun | null
}

/** What takes room on the server, what of it may go, and its removal. */
export function DiskCard({ measured, newest }: DiskCardProps) {
  const { run, busy, slow, error, ask } = useCleanup(newest)
  return (
    <Card>
      <CardHeader
        title="Disk"
        description="Berth cleans up by itself: after deployments, daily, and when a disk is nearly full. What is live, and the releases you keep, always stay."
        action={
          <div className="flex flex-wrap gap-2">
            <SubmitButton
              type="button"
              variant="secondary"
              pending={busy && run?.dryRun === true}
              disabled={busy}
              onClick={() => void ask('cleanup.preview')}
            >
              Show what would go
            </SubmitButton>
            <CleanUpNow disabled={busy} start={() => ask('cleanup.start')} />
          </div>
        }
      />
      <CardBody className="grid gap-4">
        <OperationError error={error} />
        {measured ? (
          <UsageList {...measured} />
        ) : (
          <p className="text-soft">
            Not measured yet. “Show what would go” measures what images, build cache, logs and repository
            copies take, and removes nothing.
          </p>
        )}
        {run && <RunResult run={run} slow={slow} />}
      </CardBody>
    </Card>
  )
}

function CleanUpNow({ disabled, start }: { disabled: boolean; start: () => Promise<void> }) {
  return (
    <ConfirmDialog
      trigger={
        <Button variant="danger-outline" disabled={disabled}>
          Clean up now
        </Button>
      }
      title="Clean up this server?"
      description="What nothing needs any more is removed. Releases whose image goes cannot be rolled back to; deploying their commit again builds it anew. Volumes are never removed."
      confirm="Clean up now"
      variant="primary"
      pending={false}
      error={null}
      onConfirm={async () => {
        void start()
        return true
      }}
    />
  )
}
