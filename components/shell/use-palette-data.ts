'use client'

import { useEffect, useState } from 'react'
import { asApiError } from '@/components/feedback/use-operation'
import { type ApiError, call } from '@/lib/api/client'
import type { OutputOf } from '@/lib/api/contract'

interface PaletteData {
  projects: OutputOf<'projects.list'>['projects']
  project: OutputOf<'projects.get'> | null
  loading: boolean
  error: ApiError | null
}

/** Names to search, asked for when the palette opens. */
export function usePaletteData(current: string | null): PaletteData {
  const [data, setData] = useState<PaletteData>({ projects: [], project: null, loading: true, error: null })
  useEffect(() => {
    const abort = new AbortController()
    const options = { signal: abort.signal }
    Promise.all([
      call('projects.list', {}, options),
      current === null ? null : call('projects.get', { project: current }, options),
    ]).then(
      ([{ projects }, project]) => setData({ projects, project, loading: false, error: null }),
      (thrown: unknown) => {
        if (!abort.signal.aborted)
          setData({ projects: [], project: null, loading: false, error: asApiError(thrown) })
      },
    )
    return () => abort.abort()
  }, [current])
  return data
}
