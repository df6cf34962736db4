import { count, formatBytes } from '@/components/feedback/format'
import { RelativeTime } from '@/components/feedback/relative-time'
import type { DiskUsage } from '@/lib/operations/cleanup/schema'

/** What takes room, as a worker last measured it. */
export function UsageList({ usage, at }: { usage: DiskUsage; at: string }) {
  const parts = [
    ['Images', usage.images, `${count(usage.imageCount, 'app image')} and their bases`],
    ['Build cache', usage.buildCache, 'of all builds on this engine'],
    ['Logs', usage.logs, 'of deployments and apps'],
    ['Repository copies', usage.mirrors, 'one per app'],
  ] as const
  return (
    <div>
      <dl className="grid grid-cols-2 gap-x-6 gap-y-3 lg:grid-cols-4">
        {parts.map(([name, bytes, says]) => (
          <div key={name}>
            <dt className="text-soft text-xs">{name}</dt>
            <dd className="font-medium tabular-nums">{formatBytes(bytes)}</dd>
            <dd className="text-soft text-xs">{says}</dd>
          </div>
        ))}
      </dl>
      <p className="mt-2 text-soft text-xs">
        Measured <RelativeTime at={at} />.
      </p>
    </div>
  )
}
