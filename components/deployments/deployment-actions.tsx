'use client'

import Link from 'next/link'
import { useRouter } from 'next/navigation'
import { ConfirmDialog } from '@/components/feedback/confirm-dialog'
import { SubmitButton } from '@/components/feedback/submit-button'
import { useAction } from '@/components/feedback/use-action'
import { useOperation } from '@/components/feedback/use-operation'
import { type AppPlace, deploymentPath, promotePath } from '@/components/shell/paths'
import { Button, type ButtonProps, buttonVariants } from '@/components/ui/button'
import { cn } from '@/components/ui/cn'
import { call } from '@/lib/api/client'
import { cancelWarning } from '@/lib/core/deployment/actions'
import { isFinal, isRevertible } from '@/lib/core/deployment/phase'
import type { DeploymentSummary } from '@/lib/operations/deployments/schema'

export interface DeploymentActionsProps {
  deployment: DeploymentSummary
  place: AppPlace
  /** The environment it may be promoted to. */
  promoteTo: { slug: string; name: string } | null
  size?: 'sm' | 'md'
}

/** Cancel while it runs; redeploy and roll back when it has ended. What cannot be done now says why on hover. */
export function DeploymentActions({ deployment, place, promoteTo, size = 'md' }: DeploymentActionsProps) {
  const router = useRouter()
  const { act, pending } = useAction()
  const { id: deploymentId, actions, appEnvironmentId, releaseId, commitSha } = deployment
  const open = (start: () => Promise<{ number: number }>) => () =>
    act(async () => {
      const { number } = await start()
      router.push(deploymentPath(place, number))
      router.refresh()
    })
  if (!isFinal(deployment.phase)) return <RunningActions deployment={deployment} size={size} />
  return (
    <div className={cn('flex gap-2', size === 'md' && 'flex-wrap')}>
      <ActionButton
        label="Redeploy"
        size={size}
        verdict={actions.redeploy}
        pending={pending}
        onClick={open(() => call('deployments.redeploy', { deploymentId }))}
      />
      {deployment.phase === 'SUCCEEDED' && releaseId && (
        <ActionButton
          label={commitSha ? `Roll back to ${commitSha.slice(0, 7)}` : 'Roll back'}
          size={size}
          verdict={actions.rollBack}
          pending={pending}
          onClick={open(() => call('deployments.roll-back', { appEnvironmentId, releaseId }))}
        />
      )}
      {deployment.phase === 'SUCCEEDED' && releaseId && promoteTo && (
        <Link
          href={promotePath(
            { ...place, environment: promoteTo.slug },
            { from: place.environment, release: releaseId },
          )}
          className={buttonVariants({ size })}
          aria-label={`Promote to ${promoteTo.name.toLowerCase()}`}
        >
          {size === 'sm' ? 'Promote' : `Promote to ${promoteTo.name.toLowerCase()}`}
        </Link>
      )}
    </div>
  )
}

/** Cancel, after a warning where something may be left half done; and the approval that it waits for. */
function RunningActions({ deployment, size }: { deployment: DeploymentSummary; size: 'sm' | 'md' }) {
  const router = useRouter()
  const { act, pending } = useAction()
  const cancelling = useOperation('deployments.cancel')
  const { id: deploymentId, actions, phase } = deployment
  const label = isRevertible(phase) ? 'Take back' : 'Cancel'
  const warning = cancelWarning(phase)
  const cancel = async () => {
    const done = await cancelling.run({ deploymentId, force: warning !== null })
    router.refresh()
    return done !== null
  }
  return (
    <div className="flex gap-2">
      {actions.approve.allowed && (
        <ActionButton
          label="Approve"
          variant="primary"
          size={size}
          verdict={actions.approve}
          pending={pending}
          onClick={() =>
            act(async () => {
              await call('deployments.approve', { deploymentId })
              router.refresh()
            })
          }
        />
      )}
      {warning && actions.cancel.allowed ? (
        <ConfirmDialog
          trigger={
            <Button variant="secondary" size={size}>
              {label}
            </Button>
          }
          title={`Cancel deployment #${deployment.number} now?`}
          description={warning}
          confirm="Cancel the deployment"
          pending={cancelling.pending}
          error={cancelling.error}
          onOpenChange={cancelling.reset}
          onConfirm={cancel}
        />
      ) : (
        <ActionButton
          label={label}
          size={size}
          verdict={actions.cancel}
          pending={pending}
          onClick={() =>
            act(async () => {
              await call('deployments.cancel', { deploymentId })
              router.refresh()
            })
          }
        />
      )}
    </div>
  )
}

interface ActionButtonProps {
  label: string
  size: 'sm' | 'md'
  variant?: ButtonProps['variant']
  verdict: { allowed: boolean; reason: string | null }
  pending: boolean
  onClick: () => void
}

function ActionButton({ label, size, variant = 'secondary', verdict, pending, onClick }: ActionButtonProps) {
  return (
    <span title={verdict.reason ?? undefined}>
      <SubmitButton
        type="button"
        variant={variant}
        size={size}
        pending={pending}
        disabled={!verdict.allowed}
        onClick={onClick}
      >
        {label}
      </SubmitButton>
      {verdict.reason && <span className="sr-only">{verdict.reason}</span>}
    </span>
  )
}
