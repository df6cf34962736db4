import { setTimeout as sleep } from 'node:timers/promises'

/** One server-sent event. `id` comes back as Last-Event-ID when the browser connects again. */
export interface StreamEvent {
  event: string
  id?: number
  data: unknown
}

export interface StreamSource {
  /** What happened since the last call, and how to go on: once more at once, after a notice, or not. Throwing ends it. */
  next(): Promise<{ events: StreamEvent[]; go: 'again' | 'wait' | 'end' }>
  /** Calls back whenever `next` may have something; returns what ends that. */
  subscribe(wake: () => void): () => void
  /** Throws when the reader may no longer read. */
  authorize(): Promise<void>
}

/** A missed notice costs this much. */
export const POLL_MS = 2000
/** Notices that come closer together are read at once. */
const GATHER_MS = 60
const HEARTBEAT_MS = 15_000
const AUTHORIZE_MS = 30_000
/** A reader that took nothing for this long is dropped; it comes back with Last-Event-ID. */
const STALLED_MS = 60_000
const BUFFER_BYTES = 256 * 1024
/** How soon browsers connect again, in milliseconds. */
const RETRY_MS = 2000

export const STREAM_HEADERS = {
  'content-type': 'text/event-stream; charset=utf-8',
  'cache-control': 'no-cache, no-transform',
  'x-accel-buffering': 'no',
}

/** Streams a source until it ends, its reader goes or stalls, or the right to read ends. `onError` gets what it throws. */
export function eventStream(
  source: StreamSource,
  signal: AbortSignal,
  onError: (error: unknown) => void,
): ReadableStream<Uint8Array> {
  const gone = new AbortController()
  const ended = AbortSignal.any([signal, gone.signal])
  return new ReadableStream<Uint8Array>(
    {
      start(controller) {
        // Not awaited: the stream begins now, and `pump` writes until it ends.
        void pump(source, controller, ended)
          .catch(error => {
            if (!ended.aborted) onError(error)
          })
          .finally(() => {
            if (!gone.signal.aborted) controller.close()
            gone.abort()
          })
      },
      cancel: () => gone.abort(),
    },
    new ByteLengthQueuingStrategy({ highWaterMark: BUFFER_BYTES }),
  )
}

type Controller = ReadableStreamDefaultController<Uint8Array>

async function pump(source: StreamSource, controller: Controller, ended: AbortSignal): Promise<void> {
  const bell = new Bell()
  const unsubscribe = source.subscribe(() => bell.ring())
  const encoder = new TextEncoder()
  const write = (text: string) => controller.enqueue(encoder.encode(text))
  let authorizedAt = Date.now()
  let wroteAt = Date.now()
  try {
    write(`retry: ${RETRY_MS}\n\n`)
    while (!ended.aborted) {
      bell.reset()
      if (Date.now() - authorizedAt >= AUTHORIZE_MS) {
        await source.authorize()
        authorizedAt = Date.now()
      }
      const { events, go } = await source.next()
      if (ended.aborted) return
      if (events.length > 0) write(events.map(written).join(''))
      else if (Date.now() - wroteAt >= HEARTBEAT_MS) write(': still here\n\n')
      if (events.length > 0 || Date.now() - wroteAt >= HEARTBEAT_MS) wroteAt = Date.now()
      if (go === 'end') return
      if (!(await drained(controller, ended))) return
      if (go === 'wait') await bell.wait(events.length > 0 ? GATHER_MS : 0, ended)
    }
  } finally {
    unsubscribe()
  }
}

/** The event in the wire format of the HTML standard, 9.2.5. JSON has no raw line breaks. */
const written = ({ event, id, data }: StreamEvent) =>
  `event: ${event}\n${id === undefined ? '' : `id: ${id}\n`}data: ${JSON.stringify(data)}\n\n`

/** Waits until the reader has taken enough; false when it took too long. */
async function drained(controller: Controller, ended: AbortSignal): Promise<boolean> {
  for (let waited = 0; (controller.desiredSize ?? 0) <= 0; waited += 100) {
    if (waited >= STALLED_MS || ended.aborted) return false
    await sleep(100)
  }
  return true
}

/** Remembers a ring between two waits. */
class Bell {
  private rung = false
  private answer: (() => void) | null = null

  ring(): void {
    this.rung = true
    this.answer?.()
  }

  reset(): void {
    this.rung = false
  }

  /** Resolves `gatherMs` after a ring, or after the poll interval, or when `ended`. */
  async wait(gatherMs: number, ended: AbortSignal): Promise<void> {
    if (!this.rung) {
      const limit = new AbortController()
      const rings = new Promise<void>(resolve => {
        this.answer = resolve
      })
      const pause = sleep(POLL_MS, undefined, { signal: AbortSignal.any([limit.signal, ended]) })
      await Promise.race([rings, pause.catch(() => undefined)]) // aborted: there is nothing more to wait for
      limit.abort()
      this.answer = null
    }
    if (gatherMs > 0 && !ended.aborted) await sleep(gatherMs)
  }
}
