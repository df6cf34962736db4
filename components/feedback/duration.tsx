'use client'

import { formatDuration } from './format'
import { useNow } from './now'

/** How long something took, or has taken so far while `to` is null. */
export function Duration({ from, to, className }: { from: string; to: string | null; className?: string }) {
  return to === null ? (
    <RunningDuration from={from} className={className} />
  ) : (
    <span className={className}>{formatDuration(Date.parse(to) - Date.parse(from))}</span>
  )
}

function RunningDuration({ from, className }: { from: string; className?: string }) {
  const now = useNow('fast')
  return (
    <span className={className} suppressHydrationWarning>
      {formatDuration(now - Date.parse(from))}
    </span>
  )
}
