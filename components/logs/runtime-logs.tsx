'use client'

import { useRouter, useSearchParams } from 'next/navigation'
import { useEffect, useState } from 'react'
import { OperationError } from '@/components/feedback/operation-error'
import { asApiError } from '@/components/feedback/use-operation'
import { Badge } from '@/components/ui/badge'
import { Select } from '@/components/ui/select'
import { type ApiError, call } from '@/lib/api/client'
import type { LogEntry, LogPage } from '@/lib/core/logs/entry'
import { LogPanel } from './log-panel'
import { useEventStream } from './use-event-stream'
import { useLogBuffer } from './use-log-buffer'

const SEARCH_PAUSE_MS = 250
const FOUND_LIMIT = 1000
const EVERY_PROCESS = 'all'

interface RuntimeLogsProps {
  appEnvironmentId: string
  appSlug: string
  initial: LogPage
  processes: string[]
}

/** What the app's containers write, live; with a search or a process chosen, what of the kept log matches. Both are in the address. */
export function RuntimeLogs({ appEnvironmentId, appSlug, initial, processes }: RuntimeLogsProps) {
  const router = useRouter()
  const parameters = useSearchParams()
  const search = parameters.get('search') ?? ''
  const source = parameters.get('process') ?? EVERY_PROCESS
  const { buffer, entries } = useLogBuffer(initial.entries)
  const [typed, setTyped] = useState(search)
  const filtering = search !== '' || source !== EVERY_PROCESS
  const { found, error } = useFound(appEnvironmentId, { search, source }, filtering)
  const state = useEventStream(
    `/api/v1/app-environments/${appEnvironmentId}/log/events?after=${initial.last}`,
    true,
    {
      log: data => buffer.append(data as LogEntry[]),
    },
  )
  const setAddress = (next: { search?: string; process?: string }) => {
    const query = new URLSearchParams(parameters)
    for (const [key, value] of Object.entries(next)) {
      if (value && value !== EVERY_PROCESS) query.set(key, value)
      else query.delete(key)
    }
    router.replace(`?${query}`, { scroll: false })
  }
  useEffect(() => {
    if (typed === search) return
    const timer = setTimeout(() => setAddress({ search: typed }), SEARCH_PAUSE_MS)
    return () => clearTimeout(timer)
  })
  return (
    <>
      <OperationError error={error} />
      <LogPanel
        entries={filtering ? (found ?? []) : entries}
        label="Runtime log"
        fileName={`${appSlug}.log`}
        showSource
        empty="Nothing has been written yet. What the app prints to its output appears here at once."
        search={{ value: typed, onChange: setTyped }}
        className="h-[calc(100dvh-16rem)] min-h-80"
      >
        <Select
          aria-label="Process"
          value={source}
          onChange={event => setAddress({ process: event.target.value })}
        >
          <option value={EVERY_PROCESS}>All processes</option>
          {processes.map(process => (
            <option key={process}>{process}</option>
          ))}
        </Select>
        <Badge tone={state === 'open' && !filtering ? 'good' : 'quiet'}>
          {filtering
            ? `${(found?.length ?? 0).toLocaleString('en')} found`
            : state === 'open'
              ? 'Live'
              : 'Connecting'}
        </Badge>
      </LogPanel>
    </>
  )
}

function useFound(
  appEnvironmentId: string,
  { search, source }: { search: string; source: string },
  active: boolean,
) {
  const [found, setFound] = useState<LogEntry[] | null>(null)
  const [error, setError] = useState<ApiError | null>(null)
  useEffect(() => {
    if (!active) return
    const stop = new AbortController()
    const query = {
      appEnvironmentId,
      limit: FOUND_LIMIT,
      ...(search ? { search } : {}),
      ...(source === EVERY_PROCESS ? {} : { source }),
    }
    call('logs.read', query, { signal: stop.signal }).then(
      page => {
        setFound(page.entries)
        setError(null)
      },
      (thrown: unknown) => {
        if (!stop.signal.aborted) setError(asApiError(thrown))
      },
    )
    return () => stop.abort()
  }, [appEnvironmentId, search, source, active])
  return { found, error: active ? error : null }
}
