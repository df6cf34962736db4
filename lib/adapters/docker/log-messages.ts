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

/** The messages of a container. One that is not there has none. */
export async function* logMessages(
  engine: EngineClient,
  name: string,
  request: LogRequest,
): AsyncGenerator<LogMessage> {
  const seen = new Seen()
  for await (const message of read(engine, name, request)) {
    seen.add(message)
    yield message
  }
  if (!request.follow || request.signal?.aborted) return
  // Docker 20.10 often ends a followed stream before the last message of a container that has just exited.
  const again =
    seen.latest === '' ? request : { ...request, tail: 'all' as const, since: since(request, seen.latest) }
  for await (const message of read(engine, name, { ...again, follow: false })) {
    if (!seen.had(message)) yield message
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

  /** Asked for each message in their order. */
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
