import { withExec } from '@/lib/core/run/shell-command'
import { type PlanWarning, shown } from './problem'
import type { Source } from './source'

const MAX_TYPES = 30
const MAX_COMMAND = 4000
const LINE = /^\s*([A-Za-z0-9_-]{1,30})\s*:\s*(\S.*?)\s*$/s

export interface Procfile {
  /** Command by process type, without `release`. */
  processes: Map<string, string>
  release: string | null
  warnings: PlanWarning[]
}

/** Reads the Procfile; null when there is none. Names become lower-case with `-`, as they end up in container names. */
export function readProcfile(source: Source): Procfile | null {
  const text = source.text('Procfile')
  if (text === undefined) return null
  const procfile: Procfile = { processes: new Map(), release: null, warnings: [] }
  text.split('\n').forEach((line, index) => {
    if (line.trim() && !line.trimStart().startsWith('#')) readLine(procfile, line, index + 1)
  })
  return procfile
}

function readLine(procfile: Procfile, line: string, number: number) {
  const [, name, command] = LINE.exec(line) ?? []
  const type = name
    ?.toLowerCase()
    .replaceAll('_', '-')
    .replace(/^-+|-+$/g, '')
  if (!type || !command || command.length > MAX_COMMAND || hasControlCharacter(command)) {
    procfile.warnings.push(lineIgnored(line, number, 'is not of the form `name: command`'))
  } else if (type === 'release') {
    procfile.release = command
  } else if (procfile.processes.size >= MAX_TYPES && !procfile.processes.has(type)) {
    procfile.warnings.push(
      lineIgnored(line, number, `is one too many: ${MAX_TYPES} process types are the limit`),
    )
  } else {
    procfile.processes.set(type, withExec(command))
  }
}

const lineIgnored = (line: string, number: number, why: string): PlanWarning => ({
  code: 'procfile-line-ignored',
  sentence: `Line ${number} of the Procfile is left out: "${shown(line)}" ${why}.`,
  fix: 'Write each process as `name: command` on one line.',
})

/** Any control character but tab, which no command line needs and no container accepts. */
export const hasControlCharacter = (text: string) => /[^\P{Cc}\t]/u.test(text)
