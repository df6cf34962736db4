'use client'

import { useRouter } from 'next/navigation'
import { startTransition } from 'react'
import { ErrorState } from '@/components/feedback/error-state'

export interface PageErrorProps {
  error: Error & { digest?: string }
  reset: () => void
}

/** What an error boundary shows. The cause is in the panel's log under the digest. */
export function PageError({ error, reset }: PageErrorProps) {
  const router = useRouter()
  const retry = () =>
    startTransition(() => {
      router.refresh()
      reset()
    })
  return (
    <div className="mx-auto max-w-2xl px-4 py-16">
      <ErrorState
        title="This page could not be shown."
        detail={
          error.digest
            ? `Try again. If it stays, look for ${error.digest} in the panel's log.`
            : 'Try again, or reload the page.'
        }
        onRetry={retry}
      />
    </div>
  )
}
