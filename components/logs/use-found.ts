'use client'

import { useEffect, useState } from 'react'
import { asApiError } from '@/components/feedback/use-operation'
import { type ApiError, call } from '@/lib/api/client'
import type { LogPage } from '@/lib/core/logs/entry'

const PAUSE_MS = 250
/** The newest that match. */
const LIMIT = 1000

/** What is looked for; empty parts do not count. */
export interface LogFilter {
  search: string
  source: string
}

/** What of the kept log matches; null while there is no filter, and until the first answer. The last answer stays while the next is awaited. */
export function useFound(appEnvironmentId: string, { search, source }: LogFilter) {
  const [found, setFound] = useState<(LogPage & LogFilter) | null>(null)
  const [error, setError] = useState<ApiError | null>(null)
  const active = search !== '' || source !== ''
  useEffect(() => {
    if (!active) return
    const stop = new AbortController()
    const timer = setTimeout(async () => {
      try {
        const page = await call(
          'logs.read',
          {
            appEnvironmentId,
            before: Number.MAX_SAFE_INTEGER,
            limit: LIMIT,
            ...(search ? { search } : {}),
            ...(source ? { source } : {}),
          },
          { signal: stop.signal },
        )
        setFound({ ...page, search, source })
        setError(null)
      } catch (thrown) {
        if (!stop.signal.aborted) setError(asApiError(thrown))
      }
    }, PAUSE_MS)
    return () => {
      clearTimeout(timer)
      stop.abort()
    }
  }, [appEnvironmentId, search, source, active])
  return { found: active ? found : null, error: active ? error : null }
}
