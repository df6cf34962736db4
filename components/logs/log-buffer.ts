import type { LogEntry } from '@/lib/core/logs/entry'

/** The most lines a page holds; older ones are read again from the server on demand. */
const CAPACITY = 100_000

/** The lines of one log, outside React: appended as they come, shown once per frame. */
export class LogBuffer {
  private lines: LogEntry[] = []
  private listeners = new Set<() => void>()
  private frame: number | null = null
  private shown: readonly LogEntry[] = []

  constructor(initial: LogEntry[]) {
    this.lines = initial
    this.shown = initial
  }

  /** Adds lines; those that are there already (after a reconnection) are left out. */
  append(entries: LogEntry[]): void {
    const last = this.lines.at(-1)?.n ?? 0
    const fresh = entries.filter(({ n }) => n > last)
    if (fresh.length === 0) return
    this.lines = [...this.lines, ...fresh].slice(-CAPACITY)
    this.frame ??= requestAnimationFrame(() => this.flush())
  }

  private flush() {
    this.frame = null
    this.shown = this.lines
    for (const listener of this.listeners) listener()
  }

  subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  read = (): readonly LogEntry[] => this.shown

  last(): number {
    return this.lines.at(-1)?.n ?? 0
  }
}
