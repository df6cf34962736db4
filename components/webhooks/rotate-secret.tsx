'use client'

import { useRouter } from 'next/navigation'
import { toast } from 'sonner'
import { ConfirmDialog } from '@/components/feedback/confirm-dialog'
import { useOperation } from '@/components/feedback/use-operation'
import { Button } from '@/components/ui/button'

export function RotateSecret({ appId }: { appId: string }) {
  const router = useRouter()
  const { run, pending, error, reset } = useOperation('webhooks.rotate')
  return (
    <ConfirmDialog
      trigger={<Button size="sm">Replace secret</Button>}
      title="Replace the webhook secret?"
      description="Deliveries signed with the old secret are refused from then on. Copy the new one into the git host."
      confirm="Replace secret"
      pending={pending}
      error={error}
      onOpenChange={reset}
      onConfirm={async () => {
        if (!(await run({ appId }))) return false
        toast('The secret was replaced. Copy the new one into the git host.')
        router.refresh()
        return true
      }}
    />
  )
}
