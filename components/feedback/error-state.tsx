'use client'

import { RotateCw } from 'lucide-react'
import { Alert } from '@/components/ui/alert'
import { Button } from '@/components/ui/button'

interface ErrorStateProps {
  title: string
  /** What to do, or the id under which the log has the cause. */
  detail?: string | null
  onRetry?: () => void
}

export function ErrorState({ title, detail, onRetry }: ErrorStateProps) {
  return (
    <Alert
      tone="bad"
      role="alert"
      title={title}
      action={
        onRetry && (
          <Button size="sm" onClick={onRetry}>
            <RotateCw aria-hidden />
            Try again
          </Button>
        )
      }
    >
      {detail}
    </Alert>
  )
}
