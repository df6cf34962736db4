import type { LogEntry } from '@/lib/core/logs/entry'

/** The most lines a page holds. */
const CAPACITY = 100_000

/** The lines of one log, outside React: added as they come, shown once per frame. */
export class LogBuffer {
  private lines: readonly LogEntry[]
  private shown: readonly LogEntry[]
  private listeners = new Set<() => void>()
  private frame: number | null = null

  constructor(initial: readonly LogEntry[]) {
    this.lines = initial
    this.shown = initial
  }

  /** Adds newer lines; those that are there already (after a reconnection) are left out. */
  append(entries: readonly LogEntry[]): void {
    const last = this.last()
    const fresh = entries.filter(({ n }) => n > last)
    if (fresh.length > 0) this.show([...this.lines, ...fresh].slice(-CAPACITY))
  }

  /** Adds older lines. */
  prepend(entries: readonly LogEntry[]): void {
    const first = this.lines[0]?.n ?? Number.POSITIVE_INFINITY
    this.show([...entries.filter(({ n }) => n < first), ...this.lines].slice(-CAPACITY))
  }

  /** Number of the newest line; 0 when there is none. */
  last(): number {
    return this.lines.at(-1)?.n ?? 0
  }

  subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener)
    return () => {
      this.listeners.delete(listener)
    }
  }

  read = (): readonly LogEntry[] => this.shown

  private show(lines: readonly LogEntry[]): void {
    this.lines = lines
    this.frame ??= requestAnimationFrame(() => {
      this.frame = null
      this.shown = this.lines
      for (const listener of this.listeners) listener()
    })
  }
}
