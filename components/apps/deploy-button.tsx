'use client'

import { Rocket } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { SubmitButton } from '@/components/feedback/submit-button'
import { useAction } from '@/components/feedback/use-action'
import { type AppPlace, deploymentPath } from '@/components/shell/paths'
import type { ButtonProps } from '@/components/ui/button'
import { call } from '@/lib/api/client'

interface DeployButtonProps {
  appEnvironmentId: string
  place: AppPlace
  branch: string
  /** Deploy this commit, not the newest of the branch. */
  commitSha?: string
  label?: string
  size?: ButtonProps['size']
  variant?: ButtonProps['variant']
}

/** Starts a deployment and goes to its page. */
export function DeployButton({
  appEnvironmentId,
  place,
  branch,
  commitSha,
  label = 'Deploy',
  size,
  variant,
}: DeployButtonProps) {
  const router = useRouter()
  const { act, pending } = useAction()
  const deploy = () =>
    act(async () => {
      const { number } = await call('deployments.create', { appEnvironmentId, commitSha })
      router.push(deploymentPath(place, number))
    })
  return (
    <SubmitButton
      type="button"
      pending={pending}
      onClick={deploy}
      size={size}
      variant={variant}
      title={commitSha ? undefined : `Deploy the newest commit of ${branch}`}
    >
      {!pending && <Rocket aria-hidden />}
      {label}
    </SubmitButton>
  )
}
