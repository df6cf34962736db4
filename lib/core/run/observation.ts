import { type Observed, observedOf } from './observed'
import { exitsWith } from './restart-loop'

/** What is stored of an instance as it was last seen. */
export interface Seen {
  observedStatus: string | null
  observedAt: Date | null
  containerId: string | null
  startedAt: Date | null
  restartCount: number
  engineRestarts: number
  recentExits: Date[]
  lastExitAt: Date | null
  lastExitCode: number | null
  lastOomAt: Date | null
  ready: boolean
  ip: string | null
}

/** What the engine says now. */
export interface ContainerFacts {
  id: string
  status: string
  running: boolean
  exitCode: number | null
  oomKilled: boolean
  restartCount: number
  startedAt: Date | null
  finishedAt: Date | null
  addresses: Record<string, string>
}

/** An end that was told by an event carries the event's own time, a little later than the engine's. */
const SAME_END_MS = 2000

/** What to store after a look; null `state`: there is no container. A web instance that ended has to answer anew. */
export function observation(before: Seen, state: ContainerFacts | null, isWeb: boolean, now: Date): Seen {
  const observedStatus = observedOf(state?.status)
  const isSame = state !== null && state.id === before.containerId
  const restarts = state?.restartCount ?? 0
  const ends = isSame
    ? restarts >= before.engineRestarts
      ? restarts - before.engineRestarts
      : restarts
    : restarts
  const running = state?.running ?? false
  return {
    observedStatus,
    observedAt:
      observedStatus === before.observedStatus && (!running || !wasStartedAgain(before, state))
        ? before.observedAt
        : sinceOf(observedStatus, state, now),
    containerId: state?.id ?? before.containerId,
    startedAt: state?.startedAt ?? before.startedAt,
    restartCount: before.restartCount + ends,
    engineRestarts: restarts,
    recentExits: ends > 0 ? exitsWith(before.recentExits, ends, now) : before.recentExits,
    ...lastEnd(before, state, running),
    ready: running && (!isWeb || (before.ready && !wasStartedAgain(before, state))),
    ip: (running && Object.values(state?.addresses ?? {})[0]) || before.ip,
  }
}

const wasStartedAgain = (before: Seen, state: ContainerFacts | null) =>
  before.startedAt !== null && state?.startedAt?.getTime() !== before.startedAt.getTime()

const sinceOf = (status: Observed, state: ContainerFacts | null, now: Date) =>
  (status === 'running'
    ? state?.startedAt
    : status === 'exited' || status === 'restarting'
      ? state?.finishedAt
      : null) ?? now

/** A running container does not say any more how its last run ended. */
function lastEnd(before: Seen, state: ContainerFacts | null, running: boolean) {
  const { lastExitAt, lastExitCode, lastOomAt } = before
  const at = state?.finishedAt ?? null
  const isNew = at !== null && (lastExitAt === null || at.getTime() > lastExitAt.getTime() + SAME_END_MS)
  if (!state || !at || !isNew) return { lastExitAt, lastExitCode, lastOomAt }
  return {
    lastExitAt: at,
    lastExitCode: running ? null : state.exitCode,
    lastOomAt: state.oomKilled ? at : lastOomAt,
  }
}

/** Whether a glance shows anything that is not stored yet. What happened between two glances is told by events. */
export function isUnchanged(
  before: Pick<Seen, 'observedStatus' | 'containerId' | 'ip'>,
  glance: { id: string; status: string; addresses: Record<string, string> } | undefined,
): boolean {
  if (before.observedStatus !== observedOf(glance?.status)) return false
  if (!glance) return true
  const [ip] = Object.values(glance.addresses)
  return glance.id === before.containerId && (glance.status !== 'running' || ip === before.ip)
}
