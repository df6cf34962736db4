import { once } from 'node:events'
import type { ServerDuplexStream } from '@grpc/grpc-js'
import { int64, PACKET, type Packet, type Stat } from './messages'
import type { SourceEntry, SourceTree } from './source-tree'

/** Bits of Go's os.FileMode beside the permissions. */
const GO_MODE = { folder: 2 ** 31, symlink: 2 ** 27, file: 0 }
const GO_SPECIAL: [bit: number, go: number][] = [
  [0o4000, 2 ** 23],
  [0o2000, 2 ** 22],
  [0o1000, 2 ** 20],
]

/**
 * Offers a tree to BuildKit by the protocol of its fsutil: we tell of every entry; it asks for the content of those it
 * does not have from an earlier build, and finishes.
 */
export function sendTree(stream: ServerDuplexStream<Packet, Packet>, { entries, read }: SourceTree): void {
  const closed = new AbortController()
  for (const event of ['error', 'cancelled', 'close'] as const) stream.on(event, () => closed.abort())
  const send = async (packet: Packet) => {
    closed.signal.throwIfAborted()
    if (!stream.write(packet)) await once(stream, 'drain', { signal: closed.signal })
  }
  const fail = (error: unknown) => {
    if (closed.signal.aborted) return
    stream.write({
      type: PACKET.error,
      data: Buffer.from(error instanceof Error ? error.message : String(error)),
    })
    stream.end()
  }
  const sendContent = async (id: number) => {
    const entry = entries[id]
    if (entry?.kind !== 'file') throw new Error(`there is no file ${id}`)
    // Empty data means the end of the file.
    for await (const data of read(entry)) if (data.length > 0) await send({ type: PACKET.data, ID: id, data })
    await send({ type: PACKET.data, ID: id })
  }
  const told = (async () => {
    for (const entry of entries) await send({ type: PACKET.stat, stat: statOf(entry) })
    await send({ type: PACKET.stat })
  })()
  told.catch(fail)
  let contents = Promise.resolve()
  stream.on('data', ({ type, ID = 0, data }: Packet) => {
    if (type === PACKET.request) {
      contents = contents.then(() => sendContent(ID))
      contents.catch(fail)
    } else if (type === PACKET.finish) {
      stream.write({ type: PACKET.finish })
      stream.end()
    } else if (type === PACKET.error) {
      stream.destroy(new Error(Buffer.from(data ?? []).toString()))
    }
  })
}

function statOf({ path, kind, mode, sizeBytes, modified, target }: SourceEntry): Stat {
  const special = GO_SPECIAL.reduce((bits, [bit, go]) => bits + (mode & bit ? go : 0), 0)
  return {
    path,
    mode: GO_MODE[kind] + special + (mode & 0o777),
    size: sizeBytes,
    modTime: int64(BigInt(modified.seconds) * 1_000_000_000n + BigInt(modified.nanos)),
    linkname: target,
  }
}
