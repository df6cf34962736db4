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
  /** Given: the search is the page's own (of what the server keeps); else only the lines here are searched. */
  search?: { value: string; onChange: (value: string) => void }
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
  children,
  className,
}: LogPanelProps) {
  const [own, setOwn] = useState('')
  const [timestamps, setTimestamps] = useState(false)
  const [wrap, setWrap] = useState(true)
  const value = search?.value ?? own
  const shown =
    search || !own ? entries : entries.filter(({ text }) => text.toLowerCase().includes(own.toLowerCase()))
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
            value={value}
            onChange={event => (search?.onChange ?? setOwn)(event.target.value)}
          />
        </div>
        <Button
          size="icon"
          variant="ghost"
          aria-label="Show times"
          aria-pressed={timestamps}
          title="Times"
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
          onClick={() => download(fileName, shown)}
        >
          <Download aria-hidden />
        </Button>
      </div>
      <LogList
        entries={shown}
        label={label}
        search={value}
        timestamps={timestamps}
        showSource={showSource}
        wrap={wrap}
        empty={value ? `No line contains “${value}”.` : empty}
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
