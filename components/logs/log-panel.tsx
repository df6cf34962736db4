'use client'

import { Clock3, Download, Search, WrapText } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { Button } from '@/components/ui/button'
import { Input } from '@/components/ui/input'
import type { LogEntry } from '@/lib/core/logs/entry'
import { LogList } from './log-list'

interface LogPanelProps {
  entries: readonly LogEntry[]
  label: string
  /** File name of the download. */
  fileName: string
  empty: string
  showSource?: boolean
  search: string
  onSearch: (search: string) => void
  /** Reads older lines; null when there are none. */
  onOlder?: (() => void) | null
  /** Stands at the left of the bar. */
  children?: ReactNode
  className?: string
}

/** A log with its bar: search, time stamps, wrapping, download. */
export function LogPanel({
  entries,
  label,
  fileName,
  empty,
  showSource = false,
  search,
  onSearch,
  onOlder = null,
  children,
  className,
}: LogPanelProps) {
  const [timestamps, setTimestamps] = useState(false)
  const [wrap, setWrap] = useState(true)
  return (
    <div className="grid min-w-0 gap-2">
      <div className="flex flex-wrap items-center gap-2">
        {children}
        <div className="relative ml-auto min-w-40 flex-1 sm:max-w-64">
          <Search aria-hidden className="absolute top-2 left-2.5 size-4 text-soft" />
          <Input
            type="search"
            aria-label={`Search ${label}`}
            placeholder="Search"
            className="pl-8"
            value={search}
            onChange={event => onSearch(event.target.value)}
          />
        </div>
        <Button
          size="icon"
          variant="ghost"
          aria-label="Show times (UTC)"
          aria-pressed={timestamps}
          title="Show times (UTC)"
          onClick={() => setTimestamps(on => !on)}
        >
          <Clock3 aria-hidden className={timestamps ? 'text-accent' : undefined} />
        </Button>
        <Button
          size="icon"
          variant="ghost"
          aria-label="Wrap lines"
          aria-pressed={wrap}
          title="Wrap lines"
          onClick={() => setWrap(on => !on)}
        >
          <WrapText aria-hidden className={wrap ? 'text-accent' : undefined} />
        </Button>
        <Button
          size="icon"
          variant="ghost"
          aria-label="Download the log"
          title="Download"
          onClick={() => download(fileName, entries)}
        >
          <Download aria-hidden />
        </Button>
      </div>
      <LogList
        entries={entries}
        label={label}
        search={search}
        timestamps={timestamps}
        showSource={showSource}
        wrap={wrap}
        empty={empty}
        onOlder={onOlder}
        className={className}
      />
    </div>
  )
}

function download(fileName: string, entries: readonly LogEntry[]) {
  const text = entries.map(({ at, source, text: line }) => `${at} ${source} ${line}\n`).join('')
  const link = document.createElement('a')
  link.href = URL.createObjectURL(new Blob([text], { type: 'text/plain' }))
  link.download = fileName
  link.click()
  URL.revokeObjectURL(link.href)
}
