'use client'

import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { LogPanel } from '@/components/logs/log-panel'
import { useEventStream } from '@/components/logs/use-event-stream'
import { useLogBuffer } from '@/components/logs/use-log-buffer'
import type { AppPlace } from '@/components/shell/paths'
import { Alert } from '@/components/ui/alert'
import { isFinal } from '@/lib/core/deployment/phase'
import type { LogEntry, LogPage } from '@/lib/core/logs/entry'
import type { Deployment } from '@/lib/operations/deployments/schema'
import { DeploymentHead } from './deployment-head'
import { FailureBanner } from './failure-banner'
import { StepList } from './step-list'

interface DeploymentViewProps {
  initial: Deployment
  log: LogPage
  place: AppPlace
}

/** A deployment as it goes: steps, live log, duration, how it ended. */
export function DeploymentView({ initial, log, place }: DeploymentViewProps) {
  const router = useRouter()
  const [deployment, setDeployment] = useState(initial)
  const [chosenStep, setChosenStep] = useState<string | null>(null)
  const { buffer, entries } = useLogBuffer(log.entries)
  const running = !isFinal(initial.phase)
  const stream = useEventStream(`/api/v1/deployments/${initial.id}/events?after=${log.last}`, running, {
    deployment: data => {
      const next = data as Deployment
      setDeployment(next)
      // The shell's status and the address of the app are the server's to say.
      if (next.phase !== deployment.phase && isFinal(next.phase)) router.refresh()
    },
    log: data => buffer.append(data as LogEntry[]),
  })
  const shown = chosenStep === null ? entries : entries.filter(({ source }) => belongs(source, chosenStep))
  return (
    <>
      <title>{`${TITLE[deployment.phase] ?? 'Deploying…'} #${deployment.number} · ${place.app} · ${place.environment}`}</title>
      <DeploymentHead deployment={deployment} place={place} />
      {deployment.failure && <FailureBanner failure={deployment.failure} />}
      {deployment.queue && <Alert title={deployment.queue.reason}>It starts by itself.</Alert>}
      {deployment.warnings.length > 0 && (
        <Alert tone="warn" title="Notes on the plan">
          <ul className="list-disc pl-4">
            {deployment.warnings.map(warning => (
              <li key={warning}>{warning}</li>
            ))}
          </ul>
        </Alert>
      )}
      <div className="grid gap-6 lg:grid-cols-[17rem_minmax(0,1fr)]">
        <StepList deployment={deployment} chosen={chosenStep} onChoose={setChosenStep} />
        <LogPanel
          entries={shown}
          label="Deployment log"
          fileName={`${place.app}-${place.environment}-${deployment.number}.log`}
          empty={running ? 'Waiting for the first line.' : 'This step wrote nothing.'}
          className="h-[calc(100dvh-20rem)] min-h-96"
        >
          {running && stream === 'connecting' && <span className="text-soft">Connecting…</span>}
        </LogPanel>
      </div>
    </>
  )
}

const TITLE: Partial<Record<Deployment['phase'], string>> = {
  SUCCEEDED: '✓ Deployment',
  FAILED: '✗ Failed',
  CANCELLED: 'Cancelled',
  SUPERSEDED: 'Superseded',
  QUEUED: 'Queued',
}

/** Lines of processes (`web.1`) are written while they are checked. */
const belongs = (source: string, phase: string) =>
  source === phase || (phase === 'CHECKING' && source.includes('.'))
