'use client'

import { useCallback, useEffect, useRef, useState } from 'react'
import { asApiError } from '@/components/feedback/use-operation'
import { type ApiError, call } from '@/lib/api/client'
import type { Inspection } from '@/lib/operations/apps/schema'

const POLL_MS = 1000
/** A worker takes an inspection up at once; after this long, in ms, likely none is running. */
const SLOW_MS = 20_000

export interface InspectionState {
  /** The newest answer, also while a newer look is under way. */
  inspection: Inspection | null
  looking: boolean
  /** It takes longer than it should. */
  slow: boolean
  /** The request itself failed; what is wrong with the repository is in `inspection.problem`. */
  error: ApiError | null
  /** Looks again, at `branch` or at the default one. A look under way is dropped. */
  look: (branch?: string) => void
}

/** Looks at the app's repository once at the start (`branch`: null for the default one), and whenever asked. */
export function useInspection(appId: string, branch: string | null): InspectionState {
  const [state, setState] = useState<Omit<InspectionState, 'look'>>({
    inspection: null,
    looking: true,
    slow: false,
    error: null,
  })
  const running = useRef<AbortController>(undefined)
  const look = useCallback(
    (branch?: string) => {
      running.current?.abort()
      const abort = new AbortController()
      running.current = abort
      setState(before => ({ ...before, looking: true, slow: false, error: null }))
      const slowTimer = setTimeout(() => setState(before => ({ ...before, slow: before.looking })), SLOW_MS)
      inspect(appId, branch, abort.signal)
        .then(
          inspection => {
            if (!abort.signal.aborted) setState({ inspection, looking: false, slow: false, error: null })
          },
          (thrown: unknown) => {
            if (abort.signal.aborted) return
            setState(before => ({ ...before, looking: false, slow: false, error: asApiError(thrown) }))
          },
        )
        .finally(() => clearTimeout(slowTimer))
    },
    [appId],
  )
  const first = useRef(branch)
  useEffect(() => {
    look(first.current ?? undefined)
    return () => running.current?.abort()
  }, [look])
  return { ...state, look }
}

async function inspect(appId: string, branch: string | undefined, signal: AbortSignal): Promise<Inspection> {
  let inspection = await call('inspections.create', { appId, branch }, { signal })
  while (inspection.status === 'PENDING') {
    await new Promise(resolve => setTimeout(resolve, POLL_MS))
    inspection = await call('inspections.get', { appId, inspectionId: inspection.id }, { signal })
  }
  return inspection
}
