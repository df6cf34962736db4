'use client'

import { useCallback, useState } from 'react'
import { ApiError, call } from '@/lib/api/client'
import type { InputOf, OperationName, OutputOf } from '@/lib/api/contract'

export interface OperationState<N extends OperationName> {
  /** The answer, or null when it failed: then `error` says why. Never throws. */
  run: (input: InputOf<N>) => Promise<OutputOf<N> | null>
  pending: boolean
  error: ApiError | null
  /** The message for one field of the input, without the field's name. */
  fieldError: (field: string) => string | null
  reset: () => void
}

/** State of one call of the API for a form or a button. */
export function useOperation<N extends OperationName>(name: N): OperationState<N> {
  const [pending, setPending] = useState(false)
  const [error, setError] = useState<ApiError | null>(null)
  const run = useCallback(
    async (input: InputOf<N>) => {
      setPending(true)
      setError(null)
      try {
        return await call(name, input)
      } catch (thrown) {
        setError(asApiError(thrown))
        return null
      } finally {
        setPending(false)
      }
    },
    [name],
  )
  const reset = useCallback(() => setError(null), [])
  return { run, pending, error, fieldError: field => fieldMessage(error, field), reset }
}

/** Any thrown value as something to show. */
export function asApiError(thrown: unknown): ApiError {
  return thrown instanceof ApiError
    ? thrown
    : new ApiError(0, 'unknown', 'Something went wrong in this page.', 'Reload the page.', null, {})
}

/** Message of `error` for `field`, or for a field below it, and what to do; null when it is about something else. */
export function fieldMessage(error: ApiError | null, field: string): string | null {
  if (!error) return null
  const issue = issuesOf(error).find(({ field: at }) => at === field || at.startsWith(`${field}.`))
  if (issue) return sentence(issue.message)
  if (error.field !== field) return null
  const text = error.message.startsWith(`${field}: `) ? error.message.slice(field.length + 2) : error.message
  return error.fix ? `${sentence(text)} ${error.fix}` : sentence(text)
}

function issuesOf(error: ApiError): { field: string; message: string }[] {
  const { issues } = error.details
  if (!Array.isArray(issues)) return []
  return issues.filter(
    (issue): issue is { field: string; message: string } =>
      typeof issue?.field === 'string' && typeof issue?.message === 'string',
  )
}

/** Schema messages go on after the field's name ("must be at least 12 characters"); others are sentences already. */
function sentence(text: string): string {
  const goesOn = /^(must|is|has|may|cannot)\b/.test(text)
  const start = goesOn ? text.charAt(0).toUpperCase() + text.slice(1) : text
  return /[.!?]$/.test(start) ? start : `${start}.`
}
