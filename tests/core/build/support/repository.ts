import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { detect, filesToRead, moreFilesToRead } from '@/lib/core/build/detect'
import type { DetectOptions } from '@/lib/core/build/detect/options'
import type { SourceFiles } from '@/lib/core/build/detect/source'
import type { BuildPlan, BuildProblem } from '@/lib/core/build/plan'

/** A repository in memory: text by path. Only what `filesToRead` names can be read, as in a deployment. */
export function repository(texts: Record<string, string>, given: Partial<DetectOptions> = {}): SourceFiles {
  const options = withDefaults(given)
  const paths = Object.keys(texts)
  const readable = new Set(filesToRead(paths, given.dockerfilePath, options.settings.composeFile))
  const files = { paths, text: (one: string) => (readable.has(one) ? texts[one] : undefined) }
  for (const named of moreFilesToRead(files, options)) readable.add(named)
  return files
}

const withDefaults = (options: Partial<DetectOptions>): DetectOptions => ({
  builder: 'AUTO',
  dockerfilePath: 'Dockerfile',
  settings: {},
  ...options,
})

export const detected = (texts: Record<string, string>, options: Partial<DetectOptions> = {}) =>
  detect(repository(texts, options), withDefaults(options))

export function planOf(texts: Record<string, string>, options?: Partial<DetectOptions>): BuildPlan {
  const detection = detected(texts, options)
  if (!detection.ok) throw new Error(`no plan: ${detection.problem.sentence}`)
  return detection.plan
}

export function problemOf(texts: Record<string, string>, options?: Partial<DetectOptions>): BuildProblem {
  const detection = detected(texts, options)
  if (detection.ok) throw new Error(`no problem, but the plan ${detection.plan.title}`)
  return detection.problem
}

export const codesOf = (plan: BuildPlan) => plan.warnings.map(warning => warning.code)
export const webOf = (plan: BuildPlan) => plan.processes.web?.command

/** The example apps under tests/examples, by name, with all their files. */
export function exampleApps(): Record<string, Record<string, string>> {
  const root = path.resolve(import.meta.dirname, '../../../examples')
  const names = readdirSync(root, { withFileTypes: true }).filter(entry => entry.isDirectory())
  return Object.fromEntries(names.map(({ name }) => [name, filesUnder(path.join(root, name))]))
}

export function filesUnder(folder: string): Record<string, string> {
  const skipped = /(^|\/)(node_modules|\.venv|__pycache__|\.next|dist)(\/|$)/
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter(entry => entry.isFile())
  const named = files
    .map(entry => path.relative(folder, path.join(entry.parentPath, entry.name)))
    .filter(file => !skipped.test(file))
  return Object.fromEntries(named.sort().map(file => [file, readFileSync(path.join(folder, file), 'utf8')]))
}

const KEYWORDS = /^(FROM|RUN|COPY|ENV|WORKDIR|USER|EXPOSE|STOPSIGNAL|ENTRYPOINT|CMD) /

/** The instructions of a Dockerfile, as Docker splits them: continued lines joined, comments dropped. */
export function instructionsOf(dockerfile: string): string[] {
  const lines = dockerfile.split('\n').filter(line => line.trim() !== '' && !line.startsWith('#'))
  const joined = lines.join('\n').replace(/\\\n/g, '').split('\n')
  for (const line of joined) if (!KEYWORDS.test(line)) throw new Error(`not an instruction: ${line}`)
  return joined
}

/** The command of the last CMD, as the container's shell gets it. */
export function commandOf(dockerfile: string): string {
  const last = instructionsOf(dockerfile).at(-1) ?? ''
  const words: unknown = JSON.parse(last.replace(/^CMD /, ''))
  if (!Array.isArray(words) || words.length !== 3 || words[0] !== '/bin/sh' || words[1] !== '-c') {
    throw new Error(`not a shell command: ${last}`)
  }
  return String(words[2])
}
