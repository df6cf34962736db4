import { type EngineClient, translated, unless } from '@/lib/adapters/engine/client'
import { cutLine } from '@/lib/core/logs/cut-line'
import { MAX_LINE } from '@/lib/core/logs/entry'
import type { ContainerLogLine, DockerPort } from '@/lib/ports/docker'
import { type LogFrame, logFrames } from './log-frames'
import { containerPath } from './paths'

type LogOptions = Parameters<DockerPort['logs']>[1]

/** UTF-8 takes up to four bytes for a character. */
const MAX_LINE_BYTES = MAX_LINE * 4
const LINE_FEED = 10

/** See `DockerPort.logs`. A container that is not there has no lines. */
export async function* containerLogs(
  engine: EngineClient,
  name: string,
  { since, tail, follow = false, signal }: LogOptions,
): AsyncGenerator<ContainerLogLine> {
  const query = {
    stdout: true,
    stderr: true,
    timestamps: true,
    follow,
    tail: tail ?? 'all',
    since: sinceText(since),
  }
  const path = `${containerPath(name)}/logs`
  try {
    // 409: the container is being removed.
    const stream = await unless([404, 409], null, engine.stream({ method: 'GET', path, query, signal }))
    if (stream) yield* logLines(logFrames(stream))
  } catch (error) {
    if (!signal?.aborted) throw translated(error, signal)
  }
}

/** The engine's `since` includes its own moment; ours does not, to the millisecond, the grain of a `Date`. */
function sinceText(since: Date | undefined): string {
  if (!since) return '0'
  const next = since.getTime() + 1
  return `${Math.floor(next / 1000)}.${String(((next % 1000) + 1000) % 1000).padStart(3, '0')}000000`
}

interface OpenLine {
  at: Date
  parts: Buffer[]
  size: number
  lostBytes: number
}

/** Joins the frames of each line again, and reads the time before the first. */
async function* logLines(frames: AsyncIterable<LogFrame>): AsyncGenerator<ContainerLogLine> {
  const open = new Map<LogFrame['stream'], OpenLine>()
  for await (const { stream, payload } of frames) {
    const space = payload.indexOf(' ')
    const text = payload.subarray(space + 1)
    const line = open.get(stream) ?? {
      at: new Date(payload.toString('latin1', 0, space)),
      parts: [],
      size: 0,
      lostBytes: 0,
    }
    const kept = text.subarray(0, MAX_LINE_BYTES - line.size)
    line.parts.push(kept)
    line.size += kept.length
    line.lostBytes += text.length - kept.length
    open.set(stream, line)
    if (text.at(-1) !== LINE_FEED) continue
    open.delete(stream)
    yield closed(stream, line)
  }
  for (const [stream, line] of open) yield closed(stream, line)
}

const closed = (stream: LogFrame['stream'], { at, parts, lostBytes }: OpenLine): ContainerLogLine => ({
  at,
  stream,
  text: cutLine(Buffer.concat(parts).toString('utf8'), lostBytes),
})
