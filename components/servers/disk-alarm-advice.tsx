import { RelativeTime } from '@/components/feedback/relative-time'
import { Alert } from '@/components/ui/alert'
import type { OutputOf } from '@/lib/api/contract'

/** What a nearly full disk means and what to do. */
export function DiskAlarmAdvice({
  alarm,
  isAdmin,
}: {
  alarm: OutputOf<'system.status'>['diskAlarms'][number]
  isAdmin: boolean
}) {
  const { hostname, folder, percent, alarmPercent, since } = alarm
  return (
    <Alert tone="warn" title={`The disk of ${hostname} is ${percent} % full`}>
      <p>
        That is more than the {alarmPercent} % which are allowed where{' '}
        <code className="break-all font-mono">{folder}</code> is; noticed <RelativeTime at={since} />. With a
        full disk nothing can be deployed, and apps cannot write. Berth cleans up every hour while this lasts.{' '}
        {isAdmin
          ? 'See below what else would go, keep fewer releases, or enlarge the disk.'
          : 'Ask an administrator of this installation to make room.'}
      </p>
    </Alert>
  )
}
