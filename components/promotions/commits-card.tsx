'use client'

import { RotateCw } from 'lucide-react'
import { count } from '@/components/feedback/format'
import { Alert } from '@/components/ui/alert'
import { Button } from '@/components/ui/button'
import { Card, CardBody, CardHeader } from '@/components/ui/card'
import { Skeleton } from '@/components/ui/skeleton'
import type { CommitComparison } from '@/lib/core/git/comparison'
import { CommitList } from './commit-list'
import { type ComparisonState, useComparison } from './use-comparison'

interface CommitsCardProps {
  appId: string
  /** Release that serves in the target now. */
  fromReleaseId: string
  /** Release to be promoted. */
  toReleaseId: string
  targetName: string
}

/** The commits that come with a promotion, and those that go. */
export function CommitsCard({ appId, fromReleaseId, toReleaseId, targetName }: CommitsCardProps) {
  const state = useComparison(appId, fromReleaseId, toReleaseId)
  const result = state.comparison?.result ?? null
  return (
    <Card aria-label="Commits">
      <CardHeader
        title="Commits"
        description={result ? SUMMARIES[result.relation](result, targetName) : undefined}
      />
      <CardBody className="grid gap-3">
        {state.looking && <Looking slow={state.slow} />}
        <Failure state={state} />
        {result && <Result result={result} targetName={targetName} />}
      </CardBody>
    </Card>
  )
}

const SUMMARIES: Record<CommitComparison['relation'], (result: CommitComparison, target: string) => string> =
  {
    same: (_, target) => `${target} runs the same commit; the image was built with other settings.`,
    ahead: ({ added }, target) => `${count(added.total, 'commit')} that ${target} does not have yet.`,
    behind: ({ removed }, target) =>
      `This is an older version: ${count(removed.total, 'commit')} that ${target} runs now will not be part of it.`,
    diverged: ({ added, removed }, target) =>
      `${count(added.total, 'commit comes', 'commits come')}, and ${count(removed.total, 'commit')} that ${target} runs now will not be part of it.`,
    unknown: () => 'The history was rewritten: one of the commits is in the repository no longer.',
  }

function Result({ result, targetName }: { result: CommitComparison; targetName: string }) {
  const { relation, added, removed, migrations } = result
  return (
    <>
      {relation === 'unknown' && (
        <p className="text-soft">
          What lies between cannot be told. The image is there all the same, and can be promoted.
        </p>
      )}
      {added.total > 0 && <CommitList label="Commits that come" side={added} />}
      {removed.total > 0 && (
        <>
          <h3 className="font-medium">Not part of it any more</h3>
          <CommitList label="Commits that go" side={removed} />
        </>
      )}
      {migrations.length > 0 && <Migrations files={migrations} targetName={targetName} />}
    </>
  )
}

function Migrations({ files, targetName }: { files: string[]; targetName: string }) {
  return (
    <Alert
      tone="warn"
      title={
        files.length === 1
          ? 'A file that looks like a migration changed'
          : `${files.length} files that look like migrations changed`
      }
    >
      <p>Make sure that the release command migrates the database of {targetName}.</p>
      <ul aria-label="Migrations" className="mt-1.5 grid max-h-40 gap-0.5 overflow-y-auto">
        {files.map(file => (
          <li key={file} className="break-all font-mono text-xs">
            {file}
          </li>
        ))}
      </ul>
    </Alert>
  )
}

function Looking({ slow }: { slow: boolean }) {
  return (
    <div role="status" aria-label="Loading commits" className="grid gap-3">
      <Skeleton className="h-4 w-3/4" />
      <Skeleton className="h-4 w-2/3" />
      <Skeleton className="h-4 w-1/2" />
      {slow && (
        <Alert tone="warn" title="This takes longer than usual">
          No worker may be running. `berth doctor` on the server says more. You can promote without the list.
        </Alert>
      )}
    </div>
  )
}

function Failure({ state: { comparison, error, look } }: { state: ComparisonState }) {
  const problem = comparison?.problem
  const title = error?.message ?? problem?.sentence
  if (!title) return null
  return (
    <Alert
      tone="bad"
      role="alert"
      title={title}
      action={
        <Button size="sm" onClick={look}>
          <RotateCw aria-hidden />
          Look again
        </Button>
      }
    >
      {error?.fix ?? problem?.fix}
    </Alert>
  )
}
