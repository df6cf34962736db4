import Link from 'next/link'
import { type AppPlace, appPath } from '@/components/shell/paths'
import { Alert } from '@/components/ui/alert'
import { buttonVariants } from '@/components/ui/button'

/** Says that visitors do not reach the app, and where to end it. */
export function MaintenanceNotice({ place }: { place: AppPlace }) {
  return (
    <Alert
      tone="warn"
      title="Maintenance is on"
      action={
        <Link href={`${appPath(place)}/traffic`} className={buttonVariants({ size: 'sm' })}>
          Traffic
        </Link>
      }
    >
      Visitors get the maintenance page, but for those who are let in all the same.
    </Alert>
  )
}
