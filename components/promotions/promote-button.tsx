'use client'

import { Rocket } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { SubmitButton } from '@/components/feedback/submit-button'
import { useAction } from '@/components/feedback/use-action'
import { type AppPlace, deploymentPath } from '@/components/shell/paths'
import { call } from '@/lib/api/client'

interface PromoteButtonProps {
  appEnvironmentId: string
  /** The very release that is shown, whatever goes live in the source meanwhile. */
  releaseId: string
  label: string
  place: AppPlace
  /** Why it cannot be done now. */
  reason: string | null
}

/** Promotes and goes to the deployment's page. */
export function PromoteButton({ appEnvironmentId, releaseId, label, place, reason }: PromoteButtonProps) {
  const router = useRouter()
  const { act, pending } = useAction()
  const promote = () =>
    act(async () => {
      const { number } = await call('promotions.create', { appEnvironmentId, releaseId })
      router.push(deploymentPath(place, number))
    })
  return (
    <SubmitButton
      type="button"
      pending={pending}
      disabled={reason !== null}
      aria-describedby={reason === null ? undefined : 'promote-reason'}
      onClick={promote}
    >
      {!pending && <Rocket aria-hidden />}
      {label}
    </SubmitButton>
  )
}
