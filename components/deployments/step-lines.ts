import type { LogEntry } from '@/lib/core/logs/entry'

/** Stands for all steps. */
export const WHOLE_LOG = 'all'

/** The lines of one step, or of the whole log, that contain `search`. */
export function stepLines(entries: readonly LogEntry[], step: string, search: string): readonly LogEntry[] {
  if (step === WHOLE_LOG && search === '') return entries
  const wanted = search.toLowerCase()
  return entries.filter(
    ({ source, text }) =>
      (step === WHOLE_LOG || belongs(source, step)) && (wanted === '' || text.toLowerCase().includes(wanted)),
  )
}

/** What processes (`web.1`) write is followed while they are checked. */
const belongs = (source: string, step: string) =>
  source === step || (step === 'CHECKING' && source.includes('.'))
