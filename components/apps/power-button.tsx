'use client'

import { Play, Square } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { ConfirmDialog } from '@/components/feedback/confirm-dialog'
import { SubmitButton } from '@/components/feedback/submit-button'
import { useAction } from '@/components/feedback/use-action'
import { useOperation } from '@/components/feedback/use-operation'
import { type AppPlace, deploymentPath } from '@/components/shell/paths'
import { Button } from '@/components/ui/button'
import { call } from '@/lib/api/client'

interface PowerButtonProps {
  appEnvironmentId: string
  place: AppPlace
  /** "shop in Production" */
  name: string
  stopped: boolean
}

export function PowerButton(props: PowerButtonProps) {
  return props.stopped ? <StartButton {...props} /> : <StopButton {...props} />
}

function StopButton({ appEnvironmentId, name }: PowerButtonProps) {
  const router = useRouter()
  const { run, pending, error, reset } = useOperation('app-environments.stop')
  return (
    <ConfirmDialog
      trigger={
        <Button size="sm">
          <Square aria-hidden />
          Stop
        </Button>
      }
      title={`Stop ${name}?`}
      description="Its processes end, and visitors see a notice that it is stopped. Nothing is lost: starting it again brings back the same release."
      confirm="Stop"
      pending={pending}
      error={error}
      onOpenChange={reset}
      onConfirm={async () => {
        const done = await run({ appEnvironmentId })
        if (done) router.refresh()
        return done !== null
      }}
    />
  )
}

function StartButton({ appEnvironmentId, place }: PowerButtonProps) {
  const router = useRouter()
  const { act, pending } = useAction()
  const start = () =>
    act(async () => {
      const { number } = await call('app-environments.start', { appEnvironmentId })
      router.push(deploymentPath(place, number))
    })
  return (
    <SubmitButton type="button" size="sm" variant="secondary" pending={pending} onClick={start}>
      {!pending && <Play aria-hidden />}
      Start
    </SubmitButton>
  )
}
