import { readFileSync } from 'node:fs'
import * as z from 'zod'

/** A process, not to be taken for a later one with the same number: with its start time and the boot it belongs to. */
export const processIdentity = z.object({
  pid: z.number().int().positive(),
  /** Clock ticks from boot to start: field 22 of /proc/<pid>/stat, proc(5). */
  startTicks: z.string(),
  bootId: z.string(),
})
export type ProcessIdentity = z.infer<typeof processIdentity>

/** The process that has this number now, or null. A zombie counts as gone. */
export function identify(pid: number): ProcessIdentity | null {
  const stat = readOrNull(`/proc/${pid}/stat`)
  // The name in parentheses may hold anything: fields are counted from behind it.
  const fields = stat?.slice(stat.lastIndexOf(')') + 2).split(' ')
  const [state, startTicks] = [fields?.[0], fields?.[19]]
  if (!startTicks || state === 'Z' || state === 'X') return null
  return { pid, startTicks, bootId: bootId() }
}

export function isAlive(identity: ProcessIdentity): boolean {
  const now = identify(identity.pid)
  return now?.startTicks === identity.startTicks && now.bootId === identity.bootId
}

const bootId = () => readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()

function readOrNull(file: string): string | null {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    // ESRCH: the process ended while it was read.
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ESRCH')) {
      return null
    }
    throw error
  }
}
