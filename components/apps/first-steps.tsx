import { Rocket } from 'lucide-react'
import Link from 'next/link'
import { EmptyState } from '@/components/feedback/empty-state'
import { type AppPlace, appPath, setUpPath } from '@/components/shell/paths'
import { buttonVariants } from '@/components/ui/button'
import type { AppEnvironment } from '@/lib/operations/app-environments/schema'

/** What to do until there is a release. */
export function FirstSteps({
  app,
  place,
  promotion,
}: {
  app: AppEnvironment
  place: AppPlace
  /** The way to promote what runs elsewhere. */
  promotion: { label: string; href: string } | null
}) {
  const failed = app.status === 'failed'
  return (
    <EmptyState
      icon={Rocket}
      title={TITLES[app.status] ?? `Not deployed to ${app.environmentName.toLowerCase()} yet`}
      action={
        <>
          <Link
            href={setUpPath(place.project, place.app)}
            className={buttonVariants({ variant: 'secondary' })}
          >
            See what Berth detects
          </Link>
          <Link href={`${appPath(place)}/variables`} className={buttonVariants({ variant: 'secondary' })}>
            Set variables
          </Link>
          {promotion && (
            <Link href={promotion.href} className={buttonVariants({ variant: 'secondary' })}>
              {promotion.label}
            </Link>
          )}
        </>
      }
    >
      {failed
        ? 'Nothing serves yet. Open the failed deployment below: it says what went wrong and how to mend it.'
        : `Check the detected plan, set the variables it needs, then press Deploy. It will be at ${app.url ?? 'its own address'}.`}
    </EmptyState>
  )
}

const TITLES: Partial<Record<AppEnvironment['status'], string>> = {
  failed: 'The first deployment failed',
  deploying: 'The first deployment is under way',
}
