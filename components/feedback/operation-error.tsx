import { Alert } from '@/components/ui/alert'
import type { ApiError } from '@/lib/api/client'
import { fieldMessage } from './use-operation'

/** Why a call failed and what to do. `fields`: those whose message stands at the field already. */
export function OperationError({
  error,
  fields = [],
  className,
}: {
  error: ApiError | null
  fields?: readonly string[]
  className?: string
}) {
  if (!error || fields.some(field => fieldMessage(error, field) !== null)) return null
  return (
    <Alert tone="bad" role="alert" title={error.message} className={className}>
      {error.fix ?? undefined}
    </Alert>
  )
}
