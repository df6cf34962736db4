'use client'

import { useRouter } from 'next/navigation'
import { useCallback, useEffect, useState } from 'react'
import { asApiError } from '@/components/feedback/use-operation'
import { type ApiError, call } from '@/lib/api/client'
import type { CleanupRun } from '@/lib/operations/cleanup/schema'

const POLL_MS = 1000
/** A worker takes a cleanup up at once; after this long, in ms, likely none is running. */
const SLOW_MS = 20_000

export interface CleanupState {
  /** The newest answer of the run that is followed. */
  run: CleanupRun | null
  busy: boolean
  /** No worker took it up for longer than usual. */
  slow: boolean
  error: ApiError | null
  ask: (what: 'cleanup.preview' | 'cleanup.start') => Promise<void>
}

/** Follows `newest` until it has ended, and whatever is asked for after it. */
export function useCleanup(newest: CleanupRun | null): CleanupState {
  const router = useRouter()
  const [run, setRun] = useState(newest)
  const [asking, setAsking] = useState(false)
  const [slow, setSlow] = useState(false)
  const [error, setError] = useState<ApiError | null>(null)
  const ask = useCallback(async (what: 'cleanup.preview' | 'cleanup.start') => {
    setAsking(true)
    setError(null)
    try {
      setRun(await call(what, {}))
    } catch (thrown) {
      setError(asApiError(thrown))
    } finally {
      setAsking(false)
    }
  }, [])
  const followed = run && run.finishedAt === null ? run.id : null
  useEffect(() => {
    if (!followed) return
    const abort = new AbortController()
    const timer = setTimeout(() => setSlow(true), SLOW_MS)
    const show = (answer: CleanupRun) => {
      setRun(answer)
      if (answer.status !== 'PENDING') setSlow(false)
    }
    follow(followed, show, abort.signal)
      .then(() => router.refresh())
      .catch((thrown: unknown) => {
        if (!abort.signal.aborted) setError(asApiError(thrown))
      })
    return () => {
      abort.abort()
      clearTimeout(timer)
      setSlow(false)
    }
  }, [followed, router])
  return { run, busy: asking || followed !== null, slow, error, ask }
}

async function follow(cleanupRunId: string, show: (run: CleanupRun) => void, signal: AbortSignal) {
  for (;;) {
    const run = await call('cleanup.get-run', { cleanupRunId }, { signal })
    if (signal.aborted) return
    show(run)
    if (run.finishedAt !== null) return
    await new Promise(resolve => setTimeout(resolve, POLL_MS))
  }
}
