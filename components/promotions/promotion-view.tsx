import { ArrowRight } from 'lucide-react'
import Link from 'next/link'
import { type AppPlace, promotePath } from '@/components/shell/paths'
import { Alert } from '@/components/ui/alert'
import { buttonVariants } from '@/components/ui/button'
import { Card, CardBody, CardFooter, CardHeader } from '@/components/ui/card'
import type { PromotedRelease, PromotionPreview } from '@/lib/operations/promotions/schema'
import { ChangesCard } from './changes-card'
import { CommitsCard } from './commits-card'
import { NothingToPromote } from './nothing-to-promote'
import { PromoteButton } from './promote-button'
import { ReleaseSide } from './release-side'
import { VariablesCard } from './variables-card'

interface PromotionViewProps {
  preview: PromotionPreview
  place: AppPlace
  /** What the reader may do. */
  may: { deploy: boolean; writeVariables: boolean }
  /** Number of the target's deployment that is under way. */
  underWay: number | null
}

/** What a promotion would change, and the one button that does it. */
export function PromotionView({ preview, place, may, underWay }: PromotionViewProps) {
  const { source, target, sameImage } = preview
  const release = source?.release
  if (!source || !release || sameImage)
    return (
      <>
        <SourceChoice preview={preview} place={place} />
        <NothingToPromote preview={preview} place={place} />
      </>
    )
  return (
    <>
      <SourceChoice preview={preview} place={place} />
      <Summary {...{ preview, release, place, may, underWay }} sourceName={source.environmentName} />
      {target.release ? (
        <CommitsCard
          appId={preview.appId}
          fromReleaseId={target.release.id}
          toReleaseId={release.id}
          targetName={target.environmentName}
        />
      ) : (
        <Alert title={`This is the first version of ${target.environmentName}`}>
          There is nothing to compare its commits with. Check that the variables below are complete.
        </Alert>
      )}
      <VariablesCard
        preview={preview}
        sourceName={source.environmentName}
        place={place}
        writable={may.writeVariables}
      />
      <ChangesCard preview={preview} />
    </>
  )
}

function Summary({
  preview,
  release,
  sourceName,
  place,
  may,
  underWay,
}: PromotionViewProps & { release: PromotedRelease; sourceName: string }) {
  const { target, reason, releaseCommand } = preview
  const to = target.environmentName
  const blocked = may.deploy ? reason : 'Your role does not allow you to deploy.'
  return (
    <Card>
      <CardHeader title={`Promote to ${to.toLowerCase()}`} />
      <CardBody className="grid gap-4">
        <div className="grid items-center gap-x-4 gap-y-3 sm:grid-cols-[minmax(0,1fr)_auto_minmax(0,1fr)]">
          <ReleaseSide label="From" environmentName={sourceName} release={release}>
            nothing
          </ReleaseSide>
          <ArrowRight aria-hidden className="size-4 text-soft max-sm:rotate-90" />
          <ReleaseSide label={`Runs in ${to} now`} environmentName={to} release={target.release}>
            nothing yet
          </ReleaseSide>
        </div>
        <p className="max-w-prose">
          The image of {sourceName} becomes the version that serves in {to}. Nothing is built; the variables
          and settings are those of {to}.{releaseCommand && ' The release command runs first.'}
          {target.release && ' The version that runs now serves until the new one has passed its checks.'}
          {underWay !== null && ` It waits for deployment #${underWay}, which is under way.`}
        </p>
      </CardBody>
      <CardFooter>
        <p id="promote-reason" className="text-soft">
          {blocked}
        </p>
        <PromoteButton
          appEnvironmentId={target.appEnvironmentId}
          releaseId={release.id}
          label={`Promote ${release.commitSha.slice(0, 7)} to ${to.toLowerCase()}`}
          place={place}
          reason={blocked}
        />
      </CardFooter>
    </Card>
  )
}

/** Where to promote from, when there is more than one other environment. */
function SourceChoice({
  preview: { source, sources },
  place,
}: Pick<PromotionViewProps, 'preview' | 'place'>) {
  if (sources.length < 2) return null
  return (
    <nav aria-label="Promote from" className="flex flex-wrap items-center gap-2">
      <span className="text-soft">From</span>
      {sources.map(({ appEnvironmentId, environmentSlug, environmentName }) => {
        const chosen = appEnvironmentId === source?.appEnvironmentId
        return (
          <Link
            key={appEnvironmentId}
            href={promotePath(place, { from: environmentSlug })}
            aria-current={chosen ? 'page' : undefined}
            className={buttonVariants({ size: 'sm', variant: chosen ? 'primary' : 'secondary' })}
          >
            {environmentName}
          </Link>
        )
      })}
    </nav>
  )
}
