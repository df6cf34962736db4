import type { Logger } from 'pino'

const QUIET_MS = 30_000

/**
 * A listener for the errors of connections that mend themselves. They come by the dozen while a server is away: one
 * line in 30 s is enough.
 */
export function troubleLog(log: Logger, what: string): (error: Error) => void {
  let quietUntil = 0
  return error => {
    const now = Date.now()
    if (now < quietUntil) return
    quietUntil = now + QUIET_MS
    // Not the error itself: pg hangs the whole client on it.
    log.warn({ reason: error.message }, `${what} is in trouble; trying again until it works`)
  }
}
