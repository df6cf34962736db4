import { type EngineClient, unless } from '@/lib/adapters/engine/client'
import { logFrames } from './log-frames'
import { containerPath } from './paths'

/** One message of a container's output with the time the engine took it: RFC 3339 with nine digits, always as long. */
export interface LogMessage {
  stream: 'stdout' | 'stderr'
  stamp: string
  text: Buffer
}

export interface LogRequest {
  /** Seconds with nanoseconds, inclusive. */
  since: string
  tail: number | 'all'
  follow: boolean
  signal?: AbortSignal
}

/**
 * A reader that falls behind while the engine rotates its files is left waiting at the end of a removed one, and hears
 * of nothing any more (Docker 20.10). So after this much, the first pause in it begins a new connection.
 */
const MAY_BE_ROTATED_BYTES = 1024 * 1024
const PAUSE_MS = 2000

/** The messages of a container. One that is not there has none. */
export async function* logMessages(
  engine: EngineClient,
  name: string,
  request: LogRequest,
): AsyncGenerator<LogMessage> {
  const seen = new Seen()
  for (let paused = true; paused; ) paused = yield* untilPause(engine, name, request, seen)
  if (!request.follow || request.signal?.aborted) return
  // Docker 20.10 often ends a followed stream before the last message of a container that has just exited.
  yield* unseen(engine, name, { ...request, follow: false }, seen)
}

/** Returns whether it broke off in a pause and has to be called again. */
async function* untilPause(
  engine: EngineClient,
  name: string,
  request: LogRequest,
  seen: Seen,
): AsyncGenerator<LogMessage, boolean> {
  const pause = new AbortController()
  const signal = AbortSignal.any([pause.signal, ...(request.signal ? [request.signal] : [])])
  let timer: NodeJS.Timeout | undefined
  let bytes = 0
  try {
    for await (const message of unseen(engine, name, { ...request, signal }, seen)) {
      clearTimeout(timer)
      bytes += message.text.length
      yield message
      if (request.follow && bytes > MAY_BE_ROTATED_BYTES) timer = setTimeout(() => pause.abort(), PAUSE_MS)
    }
    return false
  } catch (error) {
    if (pause.signal.aborted && !request.signal?.aborted) return true
    throw error
  } finally {
    clearTimeout(timer)
  }
}

/** What has come since `seen`, all of it when that is nothing. */
async function* unseen(
  engine: EngineClient,
  name: string,
  request: LogRequest,
  seen: Seen,
): AsyncGenerator<LogMessage> {
  const before = seen.copy()
  const again =
    before.latest === ''
      ? request
      : { ...request, tail: 'all' as const, since: since(request, before.latest) }
  for await (const message of read(engine, name, again)) {
    if (before.had(message)) continue
    seen.add(message)
    yield message
  }
}

/** Which messages of each stream have come; within one they are in the order of their times. */
class Seen {
  latest = ''
  readonly #last = new Map<string, { stamp: string; count: number }>()

  add({ stream, stamp }: LogMessage) {
    const last = this.#last.get(stream)
    this.#last.set(stream, { stamp, count: last?.stamp === stamp ? last.count + 1 : 1 })
    if (stamp > this.latest) this.latest = stamp
  }

  copy(): Seen {
    const copy = new Seen()
    copy.latest = this.latest
    for (const [stream, last] of this.#last) copy.#last.set(stream, { ...last })
    return copy
  }

  /** Asked of a copy, for each message in their order. */
  had({ stream, stamp }: LogMessage): boolean {
    const last = this.#last.get(stream)
    if (!last || stamp > last.stamp) return false
    return stamp < last.stamp || last.count-- > 0
  }
}

/** A second before the latest: the two streams may overtake each other. */
function since({ since: asked }: LogRequest, latest: string): string {
  const seconds = Math.floor(Date.parse(latest) / 1000) - 1
  return seconds > Number(asked) ? String(seconds) : asked
}

async function* read(engine: EngineClient, name: string, request: LogRequest): AsyncGenerator<LogMessage> {
  const { since, tail, follow, signal } = request
  const query = { stdout: true, stderr: true, timestamps: true, since, tail, follow }
  const path = `${containerPath(name)}/logs`
  // 409: the container is being removed.
  const answer = await unless([404, 409], null, engine.stream({ method: 'GET', path, query, signal }))
  if (!answer) return
  for await (const { stream, payload } of logFrames(answer)) {
    const space = payload.indexOf(' ')
    yield { stream, stamp: payload.toString('latin1', 0, space), text: payload.subarray(space + 1) }
  }
}
