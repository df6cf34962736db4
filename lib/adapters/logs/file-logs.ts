import { rm } from 'node:fs/promises'
import type { LogPort } from '@/lib/ports/logs'
import { readLast, readPage } from './reader'
import { listLogs, logFolder } from './segments'
import { LogWriter } from './writer'

const DEFAULT_MAX_BYTES = 20 * 1024 * 1024
/** Small enough to be read whole for one page, large enough that a log has few files. */
const DEFAULT_SEGMENT_BYTES = 512 * 1024

/**
 * Logs as files of JSON lines under `dir`, one folder per log. One process writes a log (the worker), any number read.
 * At most `maxBytes` of each are kept. A writer that is killed leaves at worst an unfinished line, which the next
 * append removes.
 */
export function fileLogs({
  dir,
  maxBytes = DEFAULT_MAX_BYTES,
  segmentBytes = DEFAULT_SEGMENT_BYTES,
}: {
  dir: string
  maxBytes?: number
  segmentBytes?: number
}): LogPort {
  const writers = new Map<string, LogWriter>()
  const turns = new Map<string, Promise<unknown>>()
  /** One after the other for each log, whatever became of the one before. */
  const inTurn = <T>(name: string, work: () => Promise<T>): Promise<T> => {
    const turn = (turns.get(name) ?? Promise.resolve()).then(work, work)
    turns.set(name, turn)
    const forget = () => {
      if (turns.get(name) === turn) turns.delete(name)
    }
    turn.then(forget, forget)
    return turn
  }
  return {
    async append(name, entries) {
      const folder = logFolder(dir, name)
      return inTurn(name, () => {
        const writer = writers.get(name) ?? new LogWriter(folder, { maxBytes, segmentBytes })
        writers.set(name, writer)
        return writer.append(entries)
      })
    },
    read: async (name, query) => readPage(logFolder(dir, name), query),
    last: async (name, count) => readLast(logFolder(dir, name), count),
    list: () => listLogs(dir),
    async remove(name) {
      const folder = logFolder(dir, name)
      await inTurn(name, async () => {
        writers.delete(name)
        await rm(folder, { recursive: true, force: true })
      })
    },
  }
}
