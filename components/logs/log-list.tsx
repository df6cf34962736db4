'use client'

import { useVirtualizer } from '@tanstack/react-virtual'
import { ArrowDown } from 'lucide-react'
import { useLayoutEffect, useRef } from 'react'
import { Button } from '@/components/ui/button'
import { cn } from '@/components/ui/cn'
import type { LogEntry } from '@/lib/core/logs/entry'
import { LogLine } from './log-line'
import { useFollowing } from './use-following'
import { useLinkedLine } from './use-linked-line'

const ROW = 20
const PADDING = 8
const OLDER_BUTTON = 36

interface LogListProps {
  entries: readonly LogEntry[]
  label: string
  search: string
  timestamps: boolean
  showSource: boolean
  wrap: boolean
  /** Said when there is no line. */
  empty: string
  /** Reads older lines; null when there are none. */
  onOlder: (() => void) | null
  className?: string
}

/** The lines, of which only those in view are in the page. Follows the end until the reader scrolls up. */
export function LogList({ entries, label, empty, onOlder, className, ...look }: LogListProps) {
  const box = useRef<HTMLDivElement>(null)
  const rows = useVirtualizer({
    count: entries.length,
    getScrollElement: () => box.current,
    estimateSize: () => ROW,
    overscan: 30,
    paddingStart: PADDING + (onOlder ? OLDER_BUTTON : 0),
    paddingEnd: PADDING,
    scrollPaddingEnd: PADDING,
    getItemKey: index => entries[index]?.n ?? index,
  })
  const { leftAt, onScroll, follow, leave } = useFollowing(box, entries.at(-1)?.n ?? 0, () =>
    rows.scrollToIndex(entries.length - 1, { align: 'end' }),
  )
  const linked = useLinkedLine(line => {
    const index = entries.findIndex(({ n }) => n === line)
    if (index < 0) return
    leave()
    rows.scrollToIndex(index, { align: 'center' })
  })
  useSamePlace(entries, index => rows.scrollToIndex(index, { align: 'start' }))
  return (
    <div className="relative min-w-0">
      <div
        ref={box}
        role="log"
        aria-label={label}
        tabIndex={0}
        onScroll={onScroll}
        className={cn(
          'h-96 overflow-auto rounded-lg border bg-surface font-mono text-xs leading-[18px]',
          className,
        )}
      >
        {entries.length === 0 && <p className="p-3 font-sans text-soft text-sm">{empty}</p>}
        <div className="relative" style={{ height: rows.getTotalSize() }}>
          {onOlder && entries.length > 0 && (
            <Button size="sm" variant="ghost" className="mt-1.5 ml-2 font-sans" onClick={onOlder}>
              Load older lines
            </Button>
          )}
          {rows.getVirtualItems().map(({ key, index, start }) => {
            const entry = entries[index]
            return (
              entry && (
                <div
                  key={key}
                  ref={rows.measureElement}
                  data-index={index}
                  className={cn('absolute top-0 left-0 min-w-full', look.wrap && 'w-full')}
                  style={{ transform: `translateY(${start}px)` }}
                >
                  <LogLine entry={entry} {...look} linked={entry.n === linked} />
                </div>
              )
            )
          })}
        </div>
      </div>
      {leftAt !== null && (
        <Button size="sm" className="absolute right-4 bottom-4 shadow-sm" onClick={follow}>
          <ArrowDown aria-hidden />
          Jump to latest{newer(entries, leftAt)}
        </Button>
      )}
    </div>
  )
}

function newer(entries: readonly LogEntry[], leftAt: number): string {
  const missed = entries.length - 1 - entries.findLastIndex(({ n }) => n <= leftAt)
  return missed > 0 ? ` (${missed.toLocaleString('en')} new)` : ''
}

/** When older lines come in above, the line that was the first stays in view. */
function useSamePlace(entries: readonly LogEntry[], scrollTo: (index: number) => void) {
  const first = entries[0]?.n ?? null
  const before = useRef(first)
  useLayoutEffect(() => {
    const old = before.current
    before.current = first
    if (old === null || first === null || first >= old) return
    scrollTo(entries.findIndex(({ n }) => n === old))
  })
}
