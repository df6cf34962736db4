const FIRST_MS = 50
const LAST_MS = 1000
/** Each wait is about a quarter of all waiting before it, so looking late never costs more than a quarter of the boot. */
const GROWTH = 1.25

/** Milliseconds to wait after probe number `attempt` (from 0): 50 at first, so that a fast app is live at once, 1000 at most. */
export const nextProbeDelay = (attempt: number): number =>
  Math.round(Math.min(LAST_MS, FIRST_MS * GROWTH ** Math.max(0, attempt)))
