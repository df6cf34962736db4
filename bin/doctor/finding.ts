/** `problem`: something does not work. `warning`: it works, but not as it should. */
export type Level = 'ok' | 'warning' | 'problem'

/** What was found out about one part. */
export interface Finding {
  part: string
  level: Level
  /** One sentence. */
  says: string
  /** How to mend it, with the exact command. */
  fix?: string
}

export const ok = (part: string, says: string): Finding => ({ part, level: 'ok', says })

export const warning = (part: string, says: string, fix: string): Finding => ({
  part,
  level: 'warning',
  says,
  fix,
})

export const problem = (part: string, says: string, fix: string): Finding => ({
  part,
  level: 'problem',
  says,
  fix,
})

const LOOK_TIMEOUT_MS = 20_000

/** One look at the machine: whatever keeps it from its end is a finding too, and the other parts are still looked at. */
export async function look(part: string, fix: string, work: () => Promise<Finding[]>): Promise<Finding[]> {
  let timer: NodeJS.Timeout | undefined
  const tooLong = new Promise<never>((_, reject) => {
    const late = new Error(`It did not answer in ${LOOK_TIMEOUT_MS / 1000} s.`)
    timer = setTimeout(() => reject(late), LOOK_TIMEOUT_MS)
  })
  try {
    return await Promise.race([work(), tooLong])
  } catch (error) {
    return [problem(part, error instanceof Error ? firstLine(error) : String(error), fix)]
  } finally {
    clearTimeout(timer)
  }
}

/** Errors of connections to several addresses have no message of their own. */
function firstLine(error: Error): string {
  const [line = ''] = error.message.split('\n')
  if (line) return line
  return 'code' in error ? String(error.code) : error.name
}
