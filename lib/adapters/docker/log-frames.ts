/** One message of a container's output. A line over 16 KB comes in several; only the last ends in a line feed. */
export interface LogFrame {
  stream: 'stdout' | 'stderr'
  payload: Buffer
}

const HEADER_BYTES = 8
const STDERR = 2

/** Cuts the engine's multiplexed stream into its frames: type, three zero bytes, length (big-endian), payload. */
export async function* logFrames(chunks: AsyncIterable<Buffer>): AsyncGenerator<LogFrame> {
  let pending: Buffer[] = []
  let size = 0
  let needed = HEADER_BYTES
  for await (const chunk of chunks) {
    pending.push(chunk)
    size += chunk.length
    if (size < needed) continue
    let buffer = Buffer.concat(pending)
    while (buffer.length >= HEADER_BYTES) {
      const end = HEADER_BYTES + buffer.readUInt32BE(4)
      if (buffer.length < end) break
      const stream = buffer[0] === STDERR ? 'stderr' : 'stdout'
      yield { stream, payload: buffer.subarray(HEADER_BYTES, end) }
      buffer = buffer.subarray(end)
    }
    pending = [buffer]
    size = buffer.length
    needed = size < HEADER_BYTES ? HEADER_BYTES : HEADER_BYTES + buffer.readUInt32BE(4)
  }
}
