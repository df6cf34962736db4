'use client'

import { useRouter } from 'next/navigation'
import { SubmitButton } from '@/components/feedback/submit-button'
import { useAction } from '@/components/feedback/use-action'
import { call } from '@/lib/api/client'

export function EndSession({ sessionId, device }: { sessionId: string; device: string }) {
  const router = useRouter()
  const { act, pending } = useAction()
  const end = () =>
    act(async () => {
      await call('sessions.revoke', { sessionId })
      router.refresh()
    })
  return (
    <SubmitButton
      type="button"
      size="sm"
      variant="secondary"
      pending={pending}
      onClick={end}
      aria-label={`End the session of ${device}`}
    >
      End
    </SubmitButton>
  )
}
