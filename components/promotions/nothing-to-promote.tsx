import { PackageCheck, PackageOpen } from 'lucide-react'
import Link from 'next/link'
import { EmptyState } from '@/components/feedback/empty-state'
import { type AppPlace, appPath } from '@/components/shell/paths'
import { buttonVariants } from '@/components/ui/button'
import type { PromotionPreview } from '@/lib/operations/promotions/schema'

/** Instead of a promotion: why there is none, and where to go. */
export function NothingToPromote({ preview, place }: { preview: PromotionPreview; place: AppPlace }) {
  const { source, target } = preview
  const to = target.environmentName
  if (!source)
    return (
      <EmptyState icon={PackageOpen} title="There is no other environment">
        A release is promoted from one environment to another. This app is in {to} only.
      </EmptyState>
    )
  if (!source.release)
    return (
      <EmptyState
        icon={PackageOpen}
        title={`Nothing is deployed in ${source.environmentName.toLowerCase()} yet`}
        action={
          <OverviewLink
            place={{ ...place, environment: source.environmentSlug }}
            name={source.environmentName}
          />
        }
      >
        Deploy there first. What was tried there can then be made the version of {to}, without building it
        again.
      </EmptyState>
    )
  return (
    <EmptyState
      icon={PackageCheck}
      title="Nothing to promote"
      action={<OverviewLink place={place} name={to} />}
    >
      {to} runs the image of release {source.release.number} of {source.environmentName} already (
      <span className="font-mono">{source.release.commitSha.slice(0, 7)}</span>).
    </EmptyState>
  )
}

const OverviewLink = ({ place, name }: { place: AppPlace; name: string }) => (
  <Link href={appPath(place)} className={buttonVariants({ variant: 'secondary' })}>
    Go to {name.toLowerCase()}
  </Link>
)
