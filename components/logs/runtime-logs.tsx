'use client'

import { useMemo, useState } from 'react'
import { OperationError } from '@/components/feedback/operation-error'
import { useAction } from '@/components/feedback/use-action'
import { useAddress } from '@/components/feedback/use-address'
import { Badge } from '@/components/ui/badge'
import { Select } from '@/components/ui/select'
import { call } from '@/lib/api/client'
import type { LogEntry, LogPage } from '@/lib/core/logs/entry'
import { LogPanel } from './log-panel'
import { type StreamState, useEventStream } from './use-event-stream'
import { type LogFilter, useFound } from './use-found'
import { useLogBuffer } from './use-log-buffer'

const OLDER = 1000

interface RuntimeLogsProps {
  appEnvironmentId: string
  appSlug: string
  initial: LogPage
  processes: string[]
}

/** What the app's containers write, live; with a search or a process chosen, what of the kept log matches. Both are in the address. */
export function RuntimeLogs({ appEnvironmentId, appSlug, initial, processes }: RuntimeLogsProps) {
  const [address, setAddress] = useAddress()
  const filter = { search: address('search'), source: address('process') }
  const filtering = filter.search !== '' || filter.source !== ''
  const { buffer, entries } = useLogBuffer(initial.entries)
  const [started] = useState(initial)
  const { found, error } = useFound(appEnvironmentId, filter)
  const { act } = useAction()
  const state = useEventStream(true, {
    url: () =>
      `/api/v1/app-environments/${appEnvironmentId}/log/events?after=${buffer.last() || started.last}`,
    handlers: { log: data => buffer.append(data as LogEntry[]) },
  })
  const shown = useMemo(
    () => (found ? [...found.entries, ...newerMatches(entries, found)] : entries),
    [found, entries],
  )
  const oldest = entries[0]?.n ?? 0
  const older = () =>
    act(async () => {
      const page = await call('logs.read', { appEnvironmentId, before: oldest, limit: OLDER })
      buffer.prepend(page.entries)
    })
  return (
    <>
      <OperationError error={error} />
      <LogPanel
        entries={filtering && !found ? [] : shown}
        label="Runtime log"
        fileName={`${appSlug}.log`}
        showSource
        empty={emptyText(filter, filtering, found !== null)}
        search={filter.search}
        onSearch={search => setAddress({ search })}
        onOlder={!filtering && oldest > started.first ? older : null}
        className="h-[calc(100dvh-16rem)] min-h-80"
      >
        <Select
          aria-label="Process"
          value={filter.source}
          onChange={event => setAddress({ process: event.target.value })}
        >
          <option value="">All processes</option>
          {[...new Set([...processes, filter.source])].filter(Boolean).map(process => (
            <option key={process}>{process}</option>
          ))}
        </Select>
        <LiveBadge state={state} />
        {found && <span className="text-soft">{shown.length.toLocaleString('en')} found</span>}
      </LogPanel>
    </>
  )
}

function LiveBadge({ state }: { state: StreamState }) {
  return <Badge tone={state === 'open' ? 'good' : 'quiet'}>{state === 'open' ? 'Live' : 'Connecting…'}</Badge>
}

/** Lines that came since the search was answered. */
function newerMatches(entries: readonly LogEntry[], { search, source, last }: LogFilter & { last: number }) {
  const wanted = search.toLowerCase()
  return entries.filter(
    entry =>
      entry.n > last &&
      (source === '' || entry.source === source) &&
      entry.text.toLowerCase().includes(wanted),
  )
}

function emptyText({ search }: LogFilter, filtering: boolean, answered: boolean): string {
  if (filtering && !answered) return 'Searching…'
  if (search) return `No line contains “${search}”.`
  return filtering
    ? 'This process has written nothing.'
    : 'Nothing has been written yet. What the app prints to its output appears here at once.'
}
