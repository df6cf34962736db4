/** More restarts than this within the window are a loop, once it has lasted for a while. */
export const RESTART_LIMIT = 5
export const RESTART_WINDOW_MS = 10 * 60_000
/** A database that is away for half a minute must not stop the apps that end for want of it. */
const LEAST_LASTING_MS = 60_000
/** One that stays up this long has come out of its loop; the engine's own pause between restarts ends then, too. */
const SETTLED_MS = 10_000
/** More ends than the rule needs are not kept. */
const KEPT = 20

/** The ends that still count, with `more` that were seen just now. */
export function exitsWith(exits: Date[], more: number, now: Date): Date[] {
  const since = now.getTime() - RESTART_WINDOW_MS
  const fresh = Array.from({ length: more }, () => now)
  return [...exits.filter(at => at.getTime() > since), ...fresh].slice(-KEPT)
}

/**
 * Whether an instance keeps ending: more than 5 restarts within 10 minutes, of which the first is a minute ago, and it
 * has not stayed up since. `upSince`: null while it is not up.
 */
export function isRestartLoop({
  exits,
  upSince,
  now,
}: {
  exits: Date[]
  upSince: Date | null
  now: Date
}): boolean {
  const counted = exitsWith(exits, 0, now)
  const [first] = counted
  if (!first || counted.length <= RESTART_LIMIT) return false
  if (now.getTime() - first.getTime() < LEAST_LASTING_MS) return false
  return upSince === null || now.getTime() - upSince.getTime() < SETTLED_MS
}
