/** Lets one piece of work per key run at a time, in the order asked. */
export class KeyedMutex {
  private readonly tails = new Map<string, Promise<void>>()

  /** Runs `work` when its turn comes; who is aborted while waiting gets the signal's reason at once. */
  run<T>(key: string, work: () => Promise<T>, signal?: AbortSignal): Promise<T> {
    const before = this.tails.get(key) ?? Promise.resolve()
    const current = before.then(() => {
      signal?.throwIfAborted()
      return work()
    })
    const tail = current.then(
      () => undefined,
      () => undefined,
    )
    this.tails.set(key, tail)
    void tail.then(() => {
      if (this.tails.get(key) === tail) this.tails.delete(key)
    })
    return signal ? this.orAborted(current, signal) : current
  }

  private orAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      const abort = () => reject(signal.reason)
      if (signal.aborted) abort()
      signal.addEventListener('abort', abort, { once: true })
      work.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort))
    })
  }
}
