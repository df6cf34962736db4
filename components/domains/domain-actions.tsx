'use client'

import { useRouter } from 'next/navigation'
import { ConfirmDialog } from '@/components/feedback/confirm-dialog'
import { SubmitButton } from '@/components/feedback/submit-button'
import { useAction } from '@/components/feedback/use-action'
import { useOperation } from '@/components/feedback/use-operation'
import { Button } from '@/components/ui/button'
import { call } from '@/lib/api/client'
import type { Domain } from '@/lib/operations/domains/schema'

interface DomainActionsProps {
  appEnvironmentId: string
  domain: Domain
}

export function DomainActions({ appEnvironmentId, domain }: DomainActionsProps) {
  return (
    <div className="ml-auto flex gap-1">
      {!domain.isPrimary && <MakePrimary appEnvironmentId={appEnvironmentId} domain={domain} />}
      {!domain.isGenerated && <RemoveDomain appEnvironmentId={appEnvironmentId} domain={domain} />}
    </div>
  )
}

function MakePrimary({ appEnvironmentId, domain }: DomainActionsProps) {
  const router = useRouter()
  const { act, pending } = useAction()
  const makePrimary = () =>
    act(async () => {
      await call('domains.make-primary', { appEnvironmentId, domainId: domain.id })
      router.refresh()
    })
  return (
    <SubmitButton
      type="button"
      size="sm"
      variant="ghost"
      pending={pending}
      onClick={makePrimary}
      aria-label={`Make ${domain.hostname} primary`}
    >
      Make primary
    </SubmitButton>
  )
}

function RemoveDomain({ appEnvironmentId, domain }: DomainActionsProps) {
  const router = useRouter()
  const { run, pending, error, reset } = useOperation('domains.remove')
  return (
    <ConfirmDialog
      trigger={
        <Button size="sm" variant="ghost" aria-label={`Remove ${domain.hostname}`}>
          Remove
        </Button>
      }
      title={`Remove ${domain.hostname}?`}
      description="The app no longer answers there. You can add it again."
      confirm="Remove domain"
      pending={pending}
      error={error}
      onOpenChange={reset}
      onConfirm={async () => {
        const done = await run({ appEnvironmentId, domainId: domain.id })
        if (done) router.refresh()
        return done !== null
      }}
    />
  )
}
