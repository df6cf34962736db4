import type { LogEntry } from '@/lib/core/logs/entry'
import type { LogPort } from '@/lib/ports/logs'

/** Logs that live as long as this process. */
export function memoryLogs(): LogPort {
  const logs = new Map<string, LogEntry[]>()
  const of = (name: string) => logs.get(name) ?? []
  return {
    async append(name, entries) {
      const before = of(name)
      logs.set(name, [
        ...before,
        ...entries.map((entry, index) => ({ ...entry, n: before.length + index + 1 })),
      ])
      return of(name).length
    },
    async read(name, { after = 0, before, limit = 1000, search, source }) {
      const matching = of(name).filter(
        entry =>
          entry.n > after &&
          (before === undefined || entry.n < before) &&
          (search === undefined || entry.text.toLowerCase().includes(search.toLowerCase())) &&
          (source === undefined || entry.source === source),
      )
      const entries = before === undefined ? matching.slice(0, limit) : matching.slice(-limit)
      return { entries, first: 1, last: of(name).length }
    },
    last: async (name, count) => of(name).slice(-count),
    remove: async name => void logs.delete(name),
  }
}
