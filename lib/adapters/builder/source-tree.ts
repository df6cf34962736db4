import { createHash } from 'node:crypto'
import { parseIgnore } from '@/lib/core/build/docker-ignore'

export interface SourceEntry {
  /** Relative, with `/`, without one at its ends. */
  path: string
  kind: 'file' | 'folder' | 'symlink'
  /** The nine permission bits and the three above them. */
  mode: number
  sizeBytes: number
  modified: { seconds: number; nanos: number }
  /** Of a symlink. */
  target: string
}

/** Files that BuildKit may ask for. */
export interface SourceTree {
  /** In the order BuildKit wants: folders before what is in them, names by their bytes. */
  entries: SourceEntry[]
  read(entry: SourceEntry): AsyncIterable<Buffer>
}

/** The tree without what the .dockerignore lines leave out. A folder stays when something in it does. */
export function withoutIgnored(entries: SourceEntry[], lines: string[]): SourceEntry[] {
  if (lines.length === 0) return entries
  const rules = parseIgnore(lines)
  const kept = new Set<string>()
  for (const { path } of entries)
    if (!rules.ignores(path)) for (const folder of upwards(path)) kept.add(folder)
  return entries.filter(({ path }) => kept.has(path))
}

/** `a/b/c`, `a/b`, `a`. */
export function upwards(path: string): string[] {
  const names = path.split('/')
  return names.map((_, i) => names.slice(0, names.length - i).join('/'))
}

/** A `/` counts as the lowest byte, so that `a/b` comes right after `a` and before `a-b`. */
export function inWalkOrder(entries: SourceEntry[]): SourceEntry[] {
  const keyed = entries.map(entry => ({ entry, key: Buffer.from(entry.path.replaceAll('/', '\0')) }))
  return keyed.sort((a, b) => Buffer.compare(a.key, b.key)).map(({ entry }) => entry)
}

/**
 * BuildKit takes a file for unchanged when its size and time are. Commits of one second share their time, and the
 * Dockerfile has none, so the fraction of the second is made from a digest of the content.
 */
export const nanosOf = (digest: Buffer): number => digest.readUInt32BE(0) % 1_000_000_000

/** A tree of one file, for the Dockerfile, which is no part of the context. */
export function singleFile(path: string, text: string): SourceTree {
  const content = Buffer.from(text)
  const entry: SourceEntry = {
    path,
    kind: 'file',
    mode: 0o644,
    sizeBytes: content.length,
    modified: { seconds: 0, nanos: nanosOf(createHash('sha1').update(content).digest()) },
    target: '',
  }
  return {
    entries: [entry],
    async *read() {
      yield content
    },
  }
}
