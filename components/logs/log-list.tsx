'use client'

import { useVirtualizer } from '@tanstack/react-virtual'
import { ArrowDown } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { Button } from '@/components/ui/button'
import { cn } from '@/components/ui/cn'
import type { LogEntry } from '@/lib/core/logs/entry'
import { LogLine } from './log-line'

const ROW = 20
const NEAR_END = 40

interface LogListProps {
  entries: readonly LogEntry[]
  label: string
  search: string
  timestamps: boolean
  showSource: boolean
  wrap: boolean
  /** Said when there is no line. */
  empty: string
  className?: string
}

/** The lines, of which only those in view are in the page. Follows the end until the reader scrolls up. */
export function LogList({ entries, label, empty, className, ...look }: LogListProps) {
  const box = useRef<HTMLDivElement>(null)
  const [following, setFollowing] = useState(true)
  const seen = useRef(entries.length)
  const linked = useLinkedLine()
  const rows = useVirtualizer({
    count: entries.length,
    getScrollElement: () => box.current,
    estimateSize: () => ROW,
    overscan: 30,
    getItemKey: i => entries[i]?.n ?? i,
  })
  const goTo = useRef<((line: number) => void) | null>(null)
  goTo.current = line => {
    const at = entries.findIndex(({ n }) => n === line)
    if (at < 0) return
    setFollowing(false)
    rows.scrollToIndex(at, { align: 'center' })
  }
  useEffect(() => {
    // Only when the link changes: new lines must not pull the reader back.
    if (linked !== null) goTo.current?.(linked)
  }, [linked])
  useEffect(() => {
    if (following && entries.length > 0) rows.scrollToIndex(entries.length - 1, { align: 'end' })
    if (following) seen.current = entries.length
  }, [entries.length, following, rows])
  const onScroll = () => {
    const element = box.current
    if (element) setFollowing(element.scrollHeight - element.scrollTop - element.clientHeight < NEAR_END)
  }
  const missed = entries.length - seen.current
  return (
    <div className="relative min-w-0">
      <div
        ref={box}
        role="log"
        aria-label={label}
        tabIndex={0}
        onScroll={onScroll}
        className={cn(
          'h-96 overflow-auto rounded-lg border bg-surface py-2 font-mono text-xs leading-[18px]',
          className,
        )}
      >
        {entries.length === 0 && <p className="px-3 font-sans text-soft text-sm">{empty}</p>}
        <div style={{ height: rows.getTotalSize(), position: 'relative' }}>
          {rows.getVirtualItems().map(item => {
            const entry = entries[item.index]
            return (
              entry && (
                <div
                  key={item.key}
                  ref={rows.measureElement}
                  data-index={item.index}
                  style={{
                    position: 'absolute',
                    top: 0,
                    left: 0,
                    minWidth: '100%',
                    transform: `translateY(${item.start}px)`,
                  }}
                  className={look.wrap ? 'w-full' : undefined}
                >
                  <LogLine entry={entry} {...look} linked={entry.n === linked} />
                </div>
              )
            )
          })}
        </div>
      </div>
      {!following && (
        <Button size="sm" className="absolute right-4 bottom-4 shadow-sm" onClick={() => setFollowing(true)}>
          <ArrowDown aria-hidden />
          Jump to latest{missed > 0 ? ` (${missed.toLocaleString('en')} new)` : ''}
        </Button>
      )}
    </div>
  )
}

/** The line of the address (`#L120`), also after a click on another. */
function useLinkedLine(): number | null {
  const [line, setLine] = useState<number | null>(null)
  useEffect(() => {
    const read = () => {
      const match = /^#L(\d+)$/.exec(window.location.hash)
      setLine(match ? Number(match[1]) : null)
    }
    read()
    window.addEventListener('hashchange', read)
    return () => window.removeEventListener('hashchange', read)
  }, [])
  return line
}
