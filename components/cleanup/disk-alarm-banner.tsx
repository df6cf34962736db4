import { TriangleAlert } from 'lucide-react'
import Link from 'next/link'
import type { OutputOf } from '@/lib/api/contract'

export type DiskAlarm = OutputOf<'system.status'>['diskAlarms'][number]

/** One line above every page for each disk that is nearly full. */
export function DiskAlarmBanner({ alarms }: { alarms: DiskAlarm[] }) {
  return alarms.map(({ hostname, percent }) => (
    <section
      key={hostname}
      aria-label="Disk alarm"
      className="flex items-start gap-2 border-b bg-warn-soft px-4 py-2 text-sm md:px-6"
    >
      <TriangleAlert aria-hidden className="mt-0.5 size-4 shrink-0 text-warn" />
      <p className="min-w-0 break-words">
        The disk of {hostname} is {percent} % full.{' '}
        <Link href="/servers" className="underline underline-offset-4">
          See what takes room
        </Link>
      </p>
    </section>
  ))
}
