'use client'

import { formatAgo, formatUtc } from './format'
import { useNow } from './now'

/** "3 min ago", kept up to date, with the exact time on hover. Server and browser may differ by seconds, hence the suppression. */
export function RelativeTime({ at, className }: { at: string; className?: string }) {
  const now = useNow()
  return (
    <time dateTime={at} title={formatUtc(at)} className={className} suppressHydrationWarning>
      {formatAgo(at, now)}
    </time>
  )
}
