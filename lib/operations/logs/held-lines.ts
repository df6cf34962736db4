import type { NewLogEntry } from '@/lib/core/logs/entry'

/** What a line costs besides its text. */
const OVERHEAD = 100

/**
 * Lines on their way to a log, at most about `maxSize` characters of them. Of more the newest are kept, where a program
 * says why it ended, and all of Berth's own words; the others are counted and told of.
 */
export class HeldLines {
  #lines: NewLogEntry[] = []
  #size = 0
  #left = 0

  constructor(readonly maxSize: number) {}

  add(line: NewLogEntry): void {
    this.#lines.push(line)
    this.#size += line.text.length + OVERHEAD
    // Not at each line: to leave some out costs as much as all that are there.
    if (this.#size > 2 * this.maxSize) this.#leaveOut()
  }

  /** Hands out what is held, none when there is nothing. */
  take(): NewLogEntry[] {
    this.#leaveOut()
    const [lines, left] = [this.#lines, this.#left]
    this.#lines = []
    this.#size = 0
    this.#left = 0
    const [first] = lines
    if (!first || left === 0) return lines
    const text = `${left} lines were left out: they came faster than they could be stored.`
    return [{ at: first.at, source: first.source, stream: 'system', text }, ...lines]
  }

  #leaveOut(): void {
    if (this.#size <= this.maxSize) return
    const kept: NewLogEntry[] = []
    let size = 0
    for (const line of this.#lines.toReversed()) {
      const grown = size + line.text.length + OVERHEAD
      if (line.stream !== 'system' && grown > this.maxSize) {
        this.#left += 1
        continue
      }
      kept.push(line)
      size = grown
    }
    this.#lines = kept.reverse()
    this.#size = size
  }
}
