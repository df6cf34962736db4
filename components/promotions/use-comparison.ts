'use client'

import { useCallback, useEffect, useRef, useState } from 'react'
import { asApiError } from '@/components/feedback/use-operation'
import { type ApiError, call } from '@/lib/api/client'
import type { Comparison } from '@/lib/operations/comparisons/schema'

const POLL_MS = 500
/** A worker takes it up at once; after this long, in ms, likely none is running. */
const SLOW_MS = 15_000

export interface ComparisonState {
  comparison: Comparison | null
  looking: boolean
  /** It takes longer than it should. */
  slow: boolean
  /** The request itself failed; what is wrong with the repository is in `comparison.problem`. */
  error: ApiError | null
  look: () => void
}

/** What lies between two releases, asked for at the start and whenever told to. */
export function useComparison(appId: string, fromReleaseId: string, toReleaseId: string): ComparisonState {
  const [state, setState] = useState<Omit<ComparisonState, 'look'>>({
    comparison: null,
    looking: true,
    slow: false,
    error: null,
  })
  const running = useRef<AbortController>(undefined)
  const look = useCallback(() => {
    running.current?.abort()
    const abort = new AbortController()
    running.current = abort
    setState({ comparison: null, looking: true, slow: false, error: null })
    const slowTimer = setTimeout(() => setState(before => ({ ...before, slow: before.looking })), SLOW_MS)
    const settle = (end: Partial<ComparisonState>) => {
      if (!abort.signal.aborted) setState(before => ({ ...before, looking: false, slow: false, ...end }))
    }
    compare({ appId, fromReleaseId, toReleaseId }, abort.signal)
      .then(
        comparison => settle({ comparison }),
        (thrown: unknown) => settle({ error: asApiError(thrown) }),
      )
      .finally(() => clearTimeout(slowTimer))
  }, [appId, fromReleaseId, toReleaseId])
  useEffect(() => {
    look()
    return () => running.current?.abort()
  }, [look])
  return { ...state, look }
}

async function compare(
  asked: { appId: string; fromReleaseId: string; toReleaseId: string },
  signal: AbortSignal,
): Promise<Comparison> {
  const { appId } = asked
  let comparison = await call('comparisons.create', asked, { signal })
  while (comparison.status === 'PENDING') {
    await new Promise(resolve => setTimeout(resolve, POLL_MS))
    comparison = await call('comparisons.get', { appId, comparisonId: comparison.id }, { signal })
  }
  return comparison
}
