import Link from 'next/link'
import { count } from '@/components/feedback/format'
import { type AppPlace, appPath } from '@/components/shell/paths'
import { Alert } from '@/components/ui/alert'
import { buttonVariants } from '@/components/ui/button'
import type { AppEnvironment } from '@/lib/operations/app-environments/schema'
import { DeployButton } from './deploy-button'

interface PendingChangesProps {
  app: AppEnvironment
  place: AppPlace
  /** The page is the one where they are reviewed. */
  reviewed?: boolean
}

/** Says that saved configuration does not run yet. The running commit is deployed with it: its image is there already. */
export function PendingChanges({ app, place, reviewed = false }: PendingChangesProps) {
  if (app.pendingChanges === 0 || !app.release) return null
  return (
    <Alert
      title={`${count(app.pendingChanges, 'change')} not deployed`}
      action={
        <div className="flex gap-2">
          {!reviewed && (
            <Link href={`${appPath(place)}/variables`} className={buttonVariants({ size: 'sm' })}>
              Review
            </Link>
          )}
          <DeployButton
            appEnvironmentId={app.id}
            place={place}
            branch={app.branch ?? ''}
            commitSha={app.release.commitSha}
            label="Deploy now"
            size="sm"
          />
        </div>
      }
    >
      Saved variables and settings take effect with the next deployment. Deploying now keeps the commit and
      builds nothing.
    </Alert>
  )
}
