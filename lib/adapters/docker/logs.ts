import { type EngineClient, translated } from '@/lib/adapters/engine/client'
import { cutLine } from '@/lib/core/logs/cut-line'
import { MAX_LINE } from '@/lib/core/logs/entry'
import type { ContainerLogLine, DockerPort } from '@/lib/ports/docker'
import { type LogMessage, logMessages } from './log-messages'

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
  try {
    const request = { since: sinceText(since), tail: tail ?? 'all', follow, signal } as const
    yield* joinedLines(logMessages(engine, name, request))
  } catch (error) {
    if (!signal?.aborted) throw translated(error, signal)
  }
}

/** The engine's `since` includes its own moment; ours does not, to the millisecond, the grain of a `Date`. */
function sinceText(since: Date | undefined): string {
  if (!since) return '0'
  const next = Math.max(0, since.getTime() + 1)
  return `${Math.floor(next / 1000)}.${String(next % 1000).padStart(3, '0')}000000`
}

interface OpenLine {
  at: Date
  parts: Buffer[]
  size: number
  lostBytes: number
}

/** A line over 16 KB comes in several messages, of which only the last ends in a line feed. */
async function* joinedLines(messages: AsyncIterable<LogMessage>): AsyncGenerator<ContainerLogLine> {
  const open = new Map<LogMessage['stream'], OpenLine>()
  for await (const { stream, stamp, text } of messages) {
    const line = open.get(stream) ?? { at: new Date(stamp), parts: [], size: 0, lostBytes: 0 }
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

const closed = (stream: LogMessage['stream'], { at, parts, lostBytes }: OpenLine): ContainerLogLine => ({
  at,
  stream,
  text: cutLine(Buffer.concat(parts).toString('utf8'), lostBytes),
})
