'use client'

import { useVirtualizer } from '@tanstack/react-virtual'
import { ArrowRight } from 'lucide-react'
import { type ReactNode, useRef } from 'react'
import { Badge, type Tone } from '@/components/ui/badge'
import type { Change, Side } from './changes'
import { ShownValue } from './shown-value'

const ROW = 53
const LOOK: Record<Change['kind'], { word: string; tone: Tone }> = {
  added: { word: 'Added', tone: 'good' },
  changed: { word: 'Changed', tone: 'busy' },
  removed: { word: 'Removed', tone: 'bad' },
}

interface ChangeListProps {
  label: string
  changes: readonly Change[]
  /** What stands at the right of a row. */
  control?: (change: Change) => ReactNode
}

/** Changes with the value before and after; secrets are dots. Scrolls by itself. */
export function ChangeList({ label, changes, control }: ChangeListProps) {
  const box = useRef<HTMLDivElement>(null)
  const rows = useVirtualizer({
    count: changes.length,
    getScrollElement: () => box.current,
    estimateSize: () => ROW,
    overscan: 15,
    initialRect: { width: 0, height: 600 },
  })
  return (
    <div ref={box} className="max-h-[45dvh] min-w-0 overflow-y-auto rounded-md border">
      <ul aria-label={label} className="relative" style={{ height: rows.getTotalSize() }}>
        {rows.getVirtualItems().map(({ index, start }) => {
          const change = changes[index]
          return (
            change && (
              <li
                key={change.name}
                ref={rows.measureElement}
                data-index={index}
                aria-setsize={changes.length}
                aria-posinset={index + 1}
                className="absolute inset-x-0 top-0 flex items-center gap-3 border-b px-3 py-2 last:border-b-0"
                style={{ transform: `translateY(${start}px)` }}
              >
                <ChangeText change={change} />
                {control?.(change)}
              </li>
            )
          )
        })}
      </ul>
    </div>
  )
}

function ChangeText({ change: { name, kind, before, after } }: { change: Change }) {
  return (
    <div className="grid min-w-0 flex-1 gap-0.5">
      <p className="flex min-w-0 items-center gap-2">
        <span className="truncate font-mono text-xs">{name}</span>
        <Badge tone={LOOK[kind].tone}>{LOOK[kind].word}</Badge>
      </p>
      <p className="flex min-w-0 items-center gap-2">
        {before && <Before side={before} />}
        {before && after && <ArrowRight aria-label="becomes" className="size-3.5 shrink-0 text-soft" />}
        {after && <ShownValue side={after} />}
        {becameSecret(before, after) && <span className="shrink-0 text-soft text-xs">now secret</span>}
      </p>
    </div>
  )
}

function Before({ side }: { side: Side }) {
  return (
    <del className="flex min-w-0 text-soft">
      <ShownValue side={side} />
    </del>
  )
}

const becameSecret = (before: Side | null, after: Side | null) =>
  before?.secret === false && after?.secret === true
