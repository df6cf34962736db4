import type { CheckFacts, Diagnosis } from './diagnose'

const MAX_QUOTE = 300

type EndedState = Pick<NonNullable<CheckFacts['state']>, 'exitCode' | 'oomKilled' | 'restartCount'>

/** Why a process ended: memory, its command, a signal, or its own word. */
export function diagnoseExit(
  facts: Pick<CheckFacts, 'process' | 'memoryMb' | 'lastLines'>,
  state: EndedState,
): Diagnosis {
  const { process, memoryMb } = facts
  if (state.oomKilled) {
    return {
      code: 'check.out-of-memory',
      sentence: `${process} needed more than its ${memoryMb} MB of memory and was ended.`,
      fix: 'Give the app more memory in its settings, or let it start fewer workers (WEB_CONCURRENCY).',
    }
  }
  const said = lastWord(facts.lastLines)
  const quote = said ? ` Its last line: ${said}` : ' It wrote nothing.'
  return {
    code: 'check.exited',
    sentence: `${process} ${howItEnded(state)}.${quote}`,
    fix: FIXES[state.exitCode ?? -1] ?? fixForLines(facts.lastLines),
  }
}

function howItEnded({ exitCode, restartCount }: EndedState): string {
  const times = restartCount > 1 ? ` ${restartCount} times` : ''
  if (exitCode === null) return `ended${times} soon after its start`
  const signal = SIGNALS[exitCode]
  return `ended${times} with exit code ${exitCode}${signal ? ` (${signal})` : ''} instead of staying up`
}

const SIGNALS: Record<number, string> = {
  126: 'its command is not executable',
  127: 'its command was not found',
  132: 'illegal instruction',
  134: 'aborted',
  137: 'killed',
  139: 'segmentation fault',
  143: 'terminated',
}

const FIXES: Record<number, string> = {
  0: 'The start command must keep running in the foreground: leave out `&`, `--daemon` and the like.',
  126: 'Make the file of the start command executable (`git update-index --chmod=+x FILE`), with Unix line ends.',
  127: 'Check the start command: the program must be installed in the image and on its PATH.',
  132: 'The program was built for another processor. Build it for the one of this server.',
}

/** What to do about the known errors among the last lines. */
export function fixForLines(lines: string[]): string {
  const text = lines.join('\n')
  for (const [pattern, fix] of HINTS) {
    const match = pattern.exec(text)
    if (match) return fix(match[1] ?? '')
  }
  return 'Read the last lines of its log below, mend the cause, and deploy again.'
}

/** What commonly ends an app at its start, newest line last. */
const HINTS: [RegExp, (found: string) => string][] = [
  [
    /argument list too long/i,
    () =>
      'Its variables are too big: Linux allows 128 KB for one and about 2 MB for all. Keep big values in files or in the database.',
  ],
  [
    /ModuleNotFoundError: No module named ['"]([\w.]+)/,
    name => `Add the package that has \`${name}\` to the requirements, or check the module's path.`,
  ],
  [
    /Cannot find module ['"]([^'"\n]{1,100})/,
    name => `Add \`${name}\` to the dependencies of package.json, or check the path of the file.`,
  ],
  [
    /KeyError: ['"]([A-Z][A-Z0-9_]+)['"]/,
    name => `Set the variable ${name} in this environment, then deploy again.`,
  ],
  [
    /can(?:'t|not) fork|can't start new thread|spawn \S+ EAGAIN|fork: (?:retry: )?Resource temporarily unavailable/i,
    () => 'It started more than the 1,024 processes and threads it may have. Start fewer at the same time.',
  ],
  [
    /(?:EADDRINUSE|Address already in use)/i,
    () => 'Two parts of the app want the same port. Start only one server in a process.',
  ],
  [
    /(?:ECONNREFUSED|could not connect to server|Connection refused)/,
    () =>
      'It could not reach something it needs, such as its database. Check the address in its variables; `localhost` is the container itself.',
  ],
  [
    /(?:EACCES|Permission denied)/i,
    () => 'It may not read or write a file, or a port below 1024. Use a port above 1024.',
  ],
]

/** What gunicorn, uvicorn and the like say of themselves. */
const SERVER_LINE = /^\[\d{4}-\d\d-\d\d |^(?:INFO|ERROR|WARNING): /

/** What Node prints below the message of an error: where it was, its fields, its own version. */
const BELOW_ERROR = /^at |^[{}[\]();,]*$|^\w+: |^Node\.js v\d/
const ERROR = /^(?:Uncaught )?(?:[\w$]+\.)*\w*(?:Error|Exception)(?: \[\w+\])?: /

/** The app's last line that says something, else its server's, cut to 300 characters; null: there is none. */
export function lastWord(lines: string[]): string | null {
  const telling = lines.map(text => text.trim()).filter(text => text !== '')
  const last = telling.findLast(text => !SERVER_LINE.test(text)) ?? telling.at(-1)
  if (!last) return null
  const line = BELOW_ERROR.test(last) ? (telling.findLast(text => ERROR.test(text)) ?? last) : last
  return line.length > MAX_QUOTE ? `${line.slice(0, MAX_QUOTE)}…` : line
}
