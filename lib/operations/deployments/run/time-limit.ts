import type { Clock } from '@/lib/ports/clock'

/** Aborts when `ms` have passed by the clock. */
export interface TimeLimit {
  signal: AbortSignal
  stop(): void
}

/** A limit that runs by the context's clock, as every other wait does. Stop it when the work has ended. */
export function timeLimit(clock: Clock, ms: number): TimeLimit {
  const expired = new AbortController()
  const stopping = new AbortController()
  clock.sleep(ms, stopping.signal).then(
    () => expired.abort(),
    // Stopped: the work ended in time.
    () => undefined,
  )
  return { signal: expired.signal, stop: () => stopping.abort() }
}
