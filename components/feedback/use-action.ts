'use client'

import { useCallback, useState } from 'react'
import { toast } from 'sonner'
import { asApiError } from './use-operation'

/** For buttons without room for an error beside them: runs one thing at a time, and a failure is told in a toast. */
export function useAction(): { act: (action: () => Promise<void>) => Promise<void>; pending: boolean } {
  const [pending, setPending] = useState(false)
  const act = useCallback(async (action: () => Promise<void>) => {
    setPending(true)
    try {
      await action()
    } catch (thrown) {
      const { message, fix } = asApiError(thrown)
      toast.error(message, { description: fix ?? undefined, duration: 10_000 })
    } finally {
      setPending(false)
    }
  }, [])
  return { act, pending }
}
