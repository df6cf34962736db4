'use client'

import { Play } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { toast } from 'sonner'
import { SubmitButton } from '@/components/feedback/submit-button'
import { useAction } from '@/components/feedback/use-action'
import { Alert } from '@/components/ui/alert'
import { call } from '@/lib/api/client'
import type { AppEnvironment } from '@/lib/operations/app-environments/schema'

/** Says which processes were stopped because they kept ending, why, and starts them again. */
export function HaltedProcesses({ app }: { app: AppEnvironment }) {
  const router = useRouter()
  const { act, pending } = useAction()
  const halted = app.instances.filter(({ haltedAt, state }) => haltedAt !== null && state === 'SERVING')
  if (halted.length === 0) return null
  const startAgain = () =>
    act(async () => {
      await call('app-environments.restart', { appEnvironmentId: app.id })
      toast('Starting again.')
      router.refresh()
    })
  const names = halted.map(({ processType, index }) => `${processType}.${index}`).join(', ')
  return (
    <Alert
      tone="bad"
      title={`${names} kept ending and ${halted.length === 1 ? 'was' : 'were'} stopped`}
      action={
        <SubmitButton type="button" size="sm" variant="secondary" pending={pending} onClick={startAgain}>
          {!pending && <Play aria-hidden />}
          Start again
        </SubmitButton>
      }
    >
      {halted.map(({ id, haltReason }) => haltReason && <Reason key={id} reason={haltReason} />)}
    </Alert>
  )
}

function Reason({ reason }: { reason: NonNullable<AppEnvironment['instances'][number]['haltReason']> }) {
  return (
    <div className="mt-1">
      <p>{reason.sentence}</p>
      <p>{reason.fix}</p>
      {reason.lastLines.length > 0 && (
        <pre className="mt-2 max-h-60 overflow-auto whitespace-pre-wrap break-all rounded-md border bg-surface px-3 py-2 font-mono text-foreground text-xs">
          {reason.lastLines.join('\n')}
        </pre>
      )}
    </div>
  )
}
