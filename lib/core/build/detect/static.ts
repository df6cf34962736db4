import { dockerfileText } from '../dockerfile/instructions'
import { staticStage } from '../dockerfile/static'
import type { BuildPlan } from '../plan'
import { envFileWarnings, IGNORED } from './ignore-list'
import { type Candidate, type DetectOptions, SCORES } from './options'
import { PlanProblem, shown } from './problem'
import { inFolder, isPlainPath, type Source } from './source'

/** null when there is no index.html where one is looked for. */
export function staticCandidate(source: Source, { settings }: DetectOptions): Candidate | null {
  const folder = staticFolder(source, settings.staticDirectory)
  if (folder === null) return null
  const file = inFolder(folder, 'index.html')
  return {
    stack: 'static',
    score: SCORES.entryFile,
    evidence: [{ file: source.has(file) ? file : folder, says: 'ready files for a web server' }],
    isFrontEnd: true,
    plan: () => staticPlan(source, folder),
  }
}

/** The folder to serve: the setting, the top, or public/. */
function staticFolder(source: Source, setting: string | undefined): string | null {
  if (setting !== undefined && setting.trim() !== '') {
    const folder = plainFolder(setting)
    if (folder === '' || source.hasFolder(folder)) return folder
    throw new PlanProblem(
      'build.static-directory-missing',
      `There is no folder "${shown(setting)}" in the app's root directory.`,
      'Set the folder that holds index.html, as a path inside the root directory.',
    )
  }
  if (source.has('index.html')) return ''
  return source.has('public/index.html') ? 'public' : null
}

/** A folder setting as a plain relative path, empty for the top. Throws `PlanProblem` for one that leaves the root directory. */
export function plainFolder(text: string): string {
  const folder = text
    .trim()
    .replace(/^(\.\/)+/, '')
    .replace(/\/+$/, '')
  if (folder === '' || folder === '.' || isPlainPath(folder.replace(/^\./, '')))
    return folder === '.' ? '' : folder
  throw new PlanProblem(
    'build.static-directory-invalid',
    `"${shown(text)}" cannot be used as the folder of static files.`,
    'Write a path inside the root directory with letters, digits, `-`, `_`, `.` and `/`, without `..`.',
  )
}

/** Serves a folder of the repository as it is. */
export function staticPlan(source: Source, folder: string): BuildPlan {
  const site = {
    fromStage: null,
    folder,
    singlePage: false,
    hasNotFoundPage: source.has(inFolder(folder, '404.html')),
    hashed: null,
  }
  return {
    stack: 'static',
    title: `Static files${folder ? ` from ${folder}/` : ''} under nginx`,
    framework: null,
    dockerfile: { kind: 'generated', text: dockerfileText([staticStage(site)]) },
    processes: { web: { command: null } },
    releaseCommand: null,
    port: 8080,
    healthPath: null,
    ignore: IGNORED,
    evidence: [{ file: inFolder(folder, 'index.html'), says: 'ready files for a web server' }],
    warnings: envFileWarnings(source),
  }
}
