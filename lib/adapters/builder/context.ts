import { createHash, randomUUID } from 'node:crypto'
import { type FileHandle, open, unlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { type Extract, extract } from 'tar-stream'
import { inWalkOrder, nanosOf, type SourceEntry, type SourceTree, upwards } from './source-tree'

const CHUNK_BYTES = 256 * 1024

type TarEntry = Extract extends AsyncIterable<infer Entry> ? Entry : never

/** The tar of a context holds something that no build can be given. */
export class ContextInvalid extends Error {
  override name = 'ContextInvalid'
}

export interface BuildContext extends SourceTree {
  close(): Promise<void>
}

interface StoredEntry extends SourceEntry {
  offset: number
}

/**
 * Reads a tar into one unnamed temporary file and an index of it: nothing is unpacked, so no name in it can lead
 * anywhere. Throws `ContextInvalid`; rejects with the signal's reason when aborted. Always ends the tar.
 */
export async function readContext(tar: Readable, signal: AbortSignal): Promise<BuildContext> {
  const store = await unnamedFile()
  const entries = new Map<string, StoredEntry>()
  const unpacking = extract()
  try {
    let offset = 0
    await Promise.all([
      pipeline(tar, unpacking, { signal }),
      (async () => {
        for await (const entry of unpacking) offset += await storeEntry(entry, entries, store, offset)
      })(),
    ])
    return {
      entries: inWalkOrder(withParents(entries)),
      read: entry => contentOf(store, entries.get(entry.path)),
      close: () => store.close(),
    }
  } catch (error) {
    tar.destroy()
    await store.close()
    throw signal.aborted ? signal.reason : error
  }
}

async function unnamedFile(): Promise<FileHandle> {
  const file = path.join(tmpdir(), `berth-context-${randomUUID()}`)
  const handle = await open(file, 'wx+', 0o600)
  await unlink(file)
  return handle
}

const KINDS: Record<string, SourceEntry['kind'] | undefined> = {
  file: 'file',
  'contiguous-file': 'file',
  directory: 'folder',
  symlink: 'symlink',
}

/** Returns how many bytes it wrote. */
async function storeEntry(
  tarEntry: TarEntry,
  entries: Map<string, StoredEntry>,
  store: FileHandle,
  offset: number,
): Promise<number> {
  const { header } = tarEntry
  const name = cleanPath(header.name)
  const written = await copy(tarEntry, store, offset)
  if (name === '') return 0
  if (header.type === 'link') {
    const original = entries.get(cleanPath(header.linkname ?? ''))
    if (original?.kind !== 'file')
      throw new ContextInvalid(`"${name}" is a hard link to something that is not there.`)
    entries.set(name, { ...original, path: name })
    return 0
  }
  const kind = KINDS[header.type ?? 'file']
  if (!kind) throw new ContextInvalid(`"${name}" is a ${header.type}, which cannot be part of a build.`)
  entries.set(name, {
    path: name,
    kind,
    mode: (header.mode ?? (kind === 'folder' ? 0o755 : 0o644)) & 0o7777,
    sizeBytes: kind === 'file' ? written.bytes : 0,
    modified: { seconds: Math.floor((header.mtime?.getTime() ?? 0) / 1000), nanos: written.nanos },
    target: kind === 'symlink' ? (header.linkname ?? '') : '',
    offset,
  })
  return written.bytes
}

function cleanPath(name: string): string {
  const names = name.replace(/\/+$/, '').split('/')
  if (name.startsWith('/') || name.includes('\0') || names.includes('..')) {
    throw new ContextInvalid(`The path ${JSON.stringify(name)} leads out of the repository.`)
  }
  return names.filter(part => part !== '' && part !== '.').join('/')
}

async function copy(from: TarEntry, store: FileHandle, offset: number) {
  const hash = createHash('sha1')
  let bytes = 0
  for await (const chunk of from as AsyncIterable<Buffer>) {
    hash.update(chunk)
    await writeAll(store, chunk, offset + bytes)
    bytes += chunk.length
  }
  return { bytes, nanos: nanosOf(hash.digest()) }
}

/** A write may be short when the disk is nearly full. */
async function writeAll(store: FileHandle, chunk: Buffer, position: number) {
  for (let done = 0; done < chunk.length; ) {
    const { bytesWritten } = await store.write(chunk, done, chunk.length - done, position + done)
    done += bytesWritten
  }
}

/** Tars may leave folders out; BuildKit may not be left without. */
function withParents(entries: Map<string, StoredEntry>): SourceEntry[] {
  const all = new Map<string, SourceEntry>(entries)
  for (const name of entries.keys()) {
    for (const folder of upwards(name).slice(1)) {
      const there = all.get(folder)
      if (there && there.kind !== 'folder') {
        throw new ContextInvalid(`"${folder}" is both a file and a folder.`)
      }
      if (!there)
        all.set(folder, {
          path: folder,
          kind: 'folder',
          mode: 0o755,
          sizeBytes: 0,
          modified: { seconds: 0, nanos: 0 },
          target: '',
        })
    }
  }
  return [...all.values()]
}

async function* contentOf(store: FileHandle, entry: StoredEntry | undefined): AsyncGenerator<Buffer> {
  if (!entry) return
  const end = entry.offset + entry.sizeBytes
  for (let position = entry.offset; position < end; ) {
    const buffer = Buffer.allocUnsafe(Math.min(CHUNK_BYTES, end - position))
    const { bytesRead } = await store.read(buffer, 0, buffer.length, position)
    if (bytesRead === 0) throw new Error('The stored build context is shorter than it was.')
    position += bytesRead
    yield buffer.subarray(0, bytesRead)
  }
}
