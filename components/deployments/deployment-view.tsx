'use client'

import { useRouter } from 'next/navigation'
import { useMemo, useState } from 'react'
import { useAddress } from '@/components/feedback/use-address'
import { LogPanel } from '@/components/logs/log-panel'
import { useEventStream } from '@/components/logs/use-event-stream'
import { useLogBuffer } from '@/components/logs/use-log-buffer'
import type { AppPlace } from '@/components/shell/paths'
import { Alert } from '@/components/ui/alert'
import { isFinal } from '@/lib/core/deployment/phase'
import { STRATEGY_SENTENCE } from '@/lib/core/deployment/strategy'
import type { LogEntry, LogPage } from '@/lib/core/logs/entry'
import type { Deployment } from '@/lib/operations/deployments/schema'
import { DeploymentHead } from './deployment-head'
import { FailureBanner } from './failure-banner'
import { stepLines, WHOLE_LOG } from './step-lines'
import { StepList } from './step-list'
import { useTabStatus } from './use-tab-status'

interface DeploymentViewProps {
  initial: Deployment
  log: LogPage
  place: AppPlace
  /** The environment it may be promoted to. */
  promoteTo: { slug: string; name: string } | null
}

/** A deployment as it goes: steps, live log, duration, how it ended. Step and search are in the address. */
export function DeploymentView({ initial, log, place, promoteTo }: DeploymentViewProps) {
  const { deployment, entries, connecting } = useLiveDeployment(initial, log)
  const [address, setAddress] = useAddress()
  const search = address('search')
  const step = shownStep(address('step'), deployment, entries)
  const shown = useMemo(() => stepLines(entries, step, search), [entries, step, search])
  const running = !isFinal(deployment.phase)
  useTabStatus(deployment.phase, `#${deployment.number} · ${place.app} · ${place.environment}`)
  return (
    <>
      <DeploymentHead deployment={deployment} place={place} promoteTo={promoteTo} />
      {deployment.failure && <FailureBanner failure={deployment.failure} />}
      {deployment.phase === 'GATED' && (
        <Alert title="The new version is ready and waits for approval.">
          It was started and checked; the version before serves meanwhile. It waits for up to 24 hours.
        </Alert>
      )}
      {deployment.strategy && (
        <Alert title={STRATEGY_SENTENCE[deployment.strategy.name]}>Why: {deployment.strategy.reason}.</Alert>
      )}
      {deployment.queue && <Alert title={deployment.queue.reason}>It starts by itself.</Alert>}
      {deployment.phase === 'SUPERSEDED' && (
        <Alert title="A newer deployment took its place before it began.">
          Nothing was built or changed by this one.
        </Alert>
      )}
      <PlanNotes warnings={deployment.warnings} />
      <div className="grid gap-6 lg:grid-cols-[17rem_minmax(0,1fr)]">
        <StepList deployment={deployment} chosen={step} onChoose={chosen => setAddress({ step: chosen })} />
        <LogPanel
          entries={shown}
          label="Deployment log"
          fileName={`${place.app}-${place.environment}-${deployment.number}.log`}
          empty={emptyText(search, step, running)}
          search={search}
          onSearch={text => setAddress({ search: text })}
          className="h-[calc(100dvh-20rem)] min-h-96"
        >
          {running && connecting && <span className="text-soft">Connecting…</span>}
        </LogPanel>
      </div>
    </>
  )
}

/** The deployment and its log, from what the page read and then from the event stream, until it is told to its last line. */
function useLiveDeployment(initial: Deployment, log: LogPage) {
  const router = useRouter()
  const [read, setRead] = useState(initial)
  const [deployment, setDeployment] = useState(initial)
  if (initial !== read) {
    setRead(initial)
    setDeployment(initial)
  }
  const { buffer, entries } = useLogBuffer(log.entries)
  const [open] = useState(() => !isFinal(initial.phase) || (log.entries.at(-1)?.n ?? 0) < log.last)
  const stream = useEventStream(open, {
    url: () => `/api/v1/deployments/${initial.id}/events?after=${buffer.last()}`,
    handlers: {
      deployment: data => {
        const next = data as Deployment
        setDeployment(next)
        // The status in the frame and the app's address are the server's to say.
        if (isFinal(next.phase) && !isFinal(deployment.phase)) router.refresh()
      },
      log: data => buffer.append(data as LogEntry[]),
    },
  })
  return { deployment, entries, connecting: stream === 'connecting' }
}

/** The step of the address; of a failed deployment the failing one opens itself, when it wrote something. */
function shownStep(chosen: string, { failure }: Deployment, entries: readonly LogEntry[]): string {
  if (chosen) return chosen
  return failure && stepLines(entries, failure.phase, '').length > 0 ? failure.phase : WHOLE_LOG
}

function emptyText(search: string, step: string, running: boolean): string {
  if (search) return `No line contains “${search}”.`
  if (running) return 'Waiting for the first line.'
  return step === WHOLE_LOG ? 'Nothing was written.' : 'This step wrote nothing.'
}

function PlanNotes({ warnings }: { warnings: string[] }) {
  if (warnings.length === 0) return null
  return (
    <Alert tone="warn" title="Notes on the plan">
      <ul className="list-disc pl-4">
        {warnings.map(warning => (
          <li key={warning}>{warning}</li>
        ))}
      </ul>
    </Alert>
  )
}
