import { FAILURE_RULES, type FailureRule } from './failure-rules'

/** Why a build failed, in words a user can act on. */
export interface BuildFailure {
  code:
    | 'build.command-failed'
    | 'build.dockerfile-invalid'
    | 'build.base-image-not-found'
    | 'build.dependency-not-found'
    | 'build.lockfile-missing'
    | 'build.syntax-error'
    | 'build.out-of-memory'
    | 'build.too-many-processes'
    | 'build.disk-full'
    | 'build.network'
    | 'build.timeout'
    | 'build.context-invalid'
  sentence: string
  fix: string
  /** The failing Dockerfile step, where known. */
  step?: string
  exitCode?: number
}

/** What is known of a failed build. */
export interface FailedBuild {
  /** Name of the failing step, as BuildKit says it. */
  step?: string
  exitCode?: number
  /** The last lines the step printed; 60 are enough for every tool known. */
  lastLines: string[]
  /** The engine's own message. */
  error: string
}

/** 128 + SIGKILL: the kernel ended the process, nearly always for want of memory. */
const KILLED = 137
const MAX_TEXT = 20_000

/** Says why a build failed. Output is text of strangers: only short, cleaned parts of it get into the sentence. */
export function classifyBuildFailure({ step, exitCode, lastLines, error }: FailedBuild): BuildFailure {
  const code = exitCode ?? exitCodeIn(error)
  const place = { ...(step ? { step } : {}), ...(code === undefined ? {} : { exitCode: code }) }
  const text = plain(`${lastLines.join('\n').slice(-MAX_TEXT)}\n${error.slice(0, MAX_TEXT)}`)
  if (code === KILLED) return { ...outOfMemory, ...place }
  for (const rule of FAILURE_RULES) {
    const match = rule.pattern.exec(text)
    if (match) return { code: rule.code, sentence: filled(rule, match), fix: rule.fix, ...place }
  }
  return {
    code: 'build.command-failed',
    sentence: step
      ? `The build step \`${short(step)}\` failed${code === undefined ? '' : ` with exit code ${code}`}.`
      : 'The build failed.',
    fix: 'The last lines of the log say why; try the same command on your machine.',
    ...place,
  }
}

const outOfMemory = {
  code: 'build.out-of-memory' as const,
  sentence: 'The build was stopped because it needed more memory than it may have.',
  fix: 'Give builds more memory (BERTH_BUILD_MEMORY_MB), or make the build need less, for example with fewer parallel steps.',
}

/** Older engines say it in the error's text only. */
function exitCodeIn(error: string): number | undefined {
  const found = /exit code: (\d{1,3})\b/.exec(error)?.[1]
  return found === undefined ? undefined : Number(found)
}

const filled = ({ sentence }: FailureRule, match: RegExpExecArray) =>
  sentence.replaceAll('$1', () => short(match.slice(1).find(group => group !== undefined) ?? ''))

/** Without colours and other control characters, which tools print even into logs. */
const plain = (text: string) =>
  text.replace(/[^\P{Cc}\n\t]\[[0-9;]*[A-Za-z]/gu, '').replace(/[^\P{Cc}\n\t]/gu, '')

const short = (text: string) => {
  const line = text.replace(/\s+/g, ' ').trim()
  return line.length > 120 ? `${line.slice(0, 119)}…` : line
}
