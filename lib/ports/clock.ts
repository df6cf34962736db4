/** Time, so that waits can be aborted and tests need not wait. */
export interface Clock {
  now(): Date
  /** Resolves after `ms`; rejects with the signal's reason when aborted. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>
}
