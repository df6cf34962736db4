import * as z from 'zod'
import { diagnoseExit } from './diagnose-exit'

/** Why an instance was stopped, as shown on the app's page. */
export const haltReason = z.object({
  /** For example `run.exited`, `run.out-of-memory`, `start.command-not-found`. */
  code: z.string(),
  sentence: z.string(),
  fix: z.string(),
  /** Up to ten last log lines. */
  lastLines: z.array(z.string()),
})
export type HaltReason = z.infer<typeof haltReason>

const SHOWN_LINES = 10
/** The kernel's word about memory and the engine's about the end come this far apart. */
const SAME_END_MS = 5000

/** Says in words why an instance kept ending, from its last end and its last lines. */
export function haltReasonOf(facts: {
  /** For example `web.1`. */
  process: string
  exits: number
  lastExitCode: number | null
  lastExitAt: Date | null
  lastOomAt: Date | null
  memoryMb: number
  lastLines: string[]
}): HaltReason {
  const { process, memoryMb, lastLines, lastExitCode, exits } = facts
  const oomKilled = isOomEnd(facts)
  const { code, sentence, fix } = diagnoseExit(
    { process, memoryMb, lastLines },
    { exitCode: lastExitCode, oomKilled, restartCount: exits },
  )
  return {
    code: code.replace(/^check\./, 'run.'),
    sentence: oomKilled ? `${sentence} This happened ${exits} times in the last minutes.` : sentence,
    fix,
    lastLines: lastLines.slice(-SHOWN_LINES),
  }
}

/** Whether its last end was for want of memory. */
export const isOomEnd = ({ lastExitAt, lastOomAt }: { lastExitAt: Date | null; lastOomAt: Date | null }) =>
  lastOomAt !== null &&
  (lastExitAt === null || Math.abs(lastExitAt.getTime() - lastOomAt.getTime()) < SAME_END_MS)
