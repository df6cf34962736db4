import { appendFile, mkdir, rm, truncate } from 'node:fs/promises'
import type { NewLogEntry } from '@/lib/core/logs/entry'
import { countLines, writeLine } from './line'
import { listSegments, segmentFile, segmentSize, segmentText, unlessMissing } from './segments'

/** Folders 0750 and files 0640: the web process may read as another user of the same group. */
const FOLDER_MODE = 0o750
const FILE_MODE = 0o640

/** What the only writer of a log knows of it. */
interface State {
  /** Number of the next line. */
  next: number
  /** Oldest first. The last one is written to. */
  segments: { first: number; bytes: number }[]
}

/** Appends to one log. Calls must not overlap. */
export class LogWriter {
  private state: State | null = null

  constructor(
    private readonly folder: string,
    private readonly limits: { maxBytes: number; segmentBytes: number },
  ) {}

  /** Number of the last line afterwards. */
  async append(entries: NewLogEntry[]): Promise<number> {
    const state = (await this.knownState()) ?? (await recover(this.folder))
    // Not known until this is done: after a failure the files are looked at again.
    this.state = null
    let block: string[] = []
    let size = 0
    for (const entry of entries) {
      const line = writeLine(entry)
      block.push(line)
      size += line.length
      if (size < this.limits.segmentBytes) continue
      await this.write(state, block)
      block = []
      size = 0
    }
    if (block.length > 0) await this.write(state, block)
    this.state = state
    return state.next - 1
  }

  /** What the last call left, unless somebody removed or changed the file since. */
  private async knownState(): Promise<State | null> {
    const current = this.state?.segments.at(-1)
    if (!current) return null
    const { first, bytes } = current
    const size = await segmentSize({ first, file: segmentFile(this.folder, first) })
    return size === bytes ? this.state : null
  }

  private async write(state: State, lines: string[]): Promise<void> {
    const bytes = Buffer.from(lines.join(''), 'utf8')
    const current = state.segments.at(-1)
    const full = !current || (current.bytes > 0 && current.bytes + bytes.length > this.limits.segmentBytes)
    const segment = full ? { first: state.next, bytes: 0 } : current
    if (full) state.segments.push(segment)
    await this.makeRoom(state, bytes.length)
    await this.appendBytes(segment.first, bytes)
    segment.bytes += bytes.length
    state.next += lines.length
  }

  /** Drops the oldest segments, never the one that is written to. */
  private async makeRoom({ segments }: State, bytes: number): Promise<void> {
    let total = segments.reduce((sum, segment) => sum + segment.bytes, bytes)
    while (total > this.limits.maxBytes && segments.length > 1) {
      const oldest = segments.shift()
      if (!oldest) return
      await rm(segmentFile(this.folder, oldest.first), { force: true })
      total -= oldest.bytes
    }
  }

  private async appendBytes(first: number, bytes: Buffer): Promise<void> {
    const file = segmentFile(this.folder, first)
    const write = () => appendFile(file, bytes, { mode: FILE_MODE })
    if ((await unlessMissing(write().then(() => true))) === true) return
    await mkdir(this.folder, { recursive: true, mode: FOLDER_MODE })
    await write()
  }
}

/** Reads where the log ends, and cuts off a line that a crash left unfinished. */
async function recover(folder: string): Promise<State> {
  const found = await listSegments(folder)
  const segments = await Promise.all(
    found.map(async segment => ({ first: segment.first, bytes: await segmentSize(segment) })),
  )
  const last = found.at(-1)
  const current = segments.at(-1)
  if (!last || !current) return { next: 1, segments }
  const complete = await segmentText(last)
  const bytes = Buffer.byteLength(complete, 'utf8')
  if (bytes < current.bytes) await truncate(last.file, bytes)
  current.bytes = bytes
  return { next: last.first + countLines(complete), segments }
}
