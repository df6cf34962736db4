'use client'

import { RotateCw } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { toast } from 'sonner'
import { SubmitButton } from '@/components/feedback/submit-button'
import { useAction } from '@/components/feedback/use-action'
import { call } from '@/lib/api/client'

/** Handles a delivery once more, as if it came in now. */
export function RedeliverButton({ appId, webhookDeliveryId }: { appId: string; webhookDeliveryId: string }) {
  const router = useRouter()
  const { act, pending } = useAction()
  const redeliver = () =>
    act(async () => {
      const { detail } = await call('webhooks.redeliver', { appId, webhookDeliveryId })
      toast(detail)
      router.refresh()
    })
  return (
    <SubmitButton type="button" size="sm" variant="secondary" pending={pending} onClick={redeliver}>
      {!pending && <RotateCw aria-hidden />}
      <span className="max-sm:sr-only">Redeliver</span>
    </SubmitButton>
  )
}
