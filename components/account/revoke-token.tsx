'use client'

import { useRouter } from 'next/navigation'
import { ConfirmDialog } from '@/components/feedback/confirm-dialog'
import { useOperation } from '@/components/feedback/use-operation'
import { Button } from '@/components/ui/button'

export function RevokeToken({ tokenId, name }: { tokenId: string; name: string }) {
  const router = useRouter()
  const { run, pending, error, reset } = useOperation('tokens.revoke')
  return (
    <ConfirmDialog
      trigger={
        <Button size="sm" aria-label={`Revoke ${name}`}>
          Revoke
        </Button>
      }
      title={`Revoke ${name}?`}
      description="Whatever uses this token is refused from then on."
      confirm="Revoke token"
      pending={pending}
      error={error}
      onOpenChange={reset}
      onConfirm={async () => {
        const done = await run({ tokenId })
        if (done) router.refresh()
        return done !== null
      }}
    />
  )
}
