import { setTimeout as sleep } from 'node:timers/promises'
import type { Clock } from '@/lib/ports/clock'

/** The machine's clock. */
export const systemClock: Clock = {
  now: () => new Date(),
  async sleep(ms, signal) {
    signal?.throwIfAborted()
    try {
      await sleep(ms, undefined, { signal })
    } catch (error) {
      // Node rejects with an AbortError of its own; callers tell aborts apart by their reason.
      signal?.throwIfAborted()
      throw error
    }
  },
}
