const CLOSE_LIMIT_MS = 2000

/** The promise's outcome, or a rejection after `ms`; what the promise does afterwards is nobody's concern. */
export async function within<T>(ms: number, promise: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const limit = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer in ${ms / 1000} s`)), ms)
  })
  // The loser of the race may still reject; unheard, that would end the process.
  promise.catch(() => undefined)
  try {
    return await Promise.race([promise, limit])
  } finally {
    clearTimeout(timer)
  }
}

/** Ends something that may be beyond ending nicely: resolves when it is closed, has failed to close, or after 2 s. */
export async function closeQuietly(closing: Promise<unknown>): Promise<void> {
  // Whatever is still open then goes with the process, which is about to end.
  await within(CLOSE_LIMIT_MS, closing).catch(() => undefined)
}
