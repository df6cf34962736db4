import { PlanProblem, type PlanWarning, shown } from '../problem'
import { folderOf, inFolder, isPlainPath, type Source } from '../source'
import { collectDependencies } from './dependencies'
import type { PythonProject } from './project'
import { parseRequirements, type Requirements } from './requirements'

const CANDIDATES = [
  'requirements.txt',
  'requirements/production.txt',
  'requirements/prod.txt',
  'requirements/requirements.txt',
  'requirements/base.txt',
  'requirements/main.txt',
]

/** The requirements file that describes production; null when there is none. */
export function requirementsFile(source: Source): string | null {
  const named = CANDIDATES.find(path => source.has(path))
  if (named) return named
  const inFolderOfItsOwn = source.paths.filter(path => /^requirements\/[^/]+\.txt$/.test(path))
  return inFolderOfItsOwn.length === 1 ? (inFolderOfItsOwn[0] ?? null) : null
}

export function pipProject(source: Source, file: string): PythonProject {
  const files = readAll(source, file)
  const parsed = [...files.values()]
  const needsSource = parsed.some(one => one.local) || [...files.keys()].some(path => !isPlainPath(path))
  const unpinned = parsed.flatMap(one => one.unpinned)
  return {
    manager: 'pip',
    manifests: needsSource ? [] : [...files.keys()],
    dependencies: collectDependencies(parsed.flatMap(one => one.dependencies)),
    tool: null,
    install: ['pip', 'install', '-r', file],
    installSelf: null,
    needsSource,
    needsGit: parsed.some(one => one.git),
    versions: [],
    evidence: [{ file, says: 'Python dependencies, installed with pip' }],
    warnings: unpinned.length > 0 ? [unpinnedWarning(file, unpinned)] : [],
  }
}

/** The file and all it includes, by path. */
function readAll(source: Source, first: string): Map<string, Requirements> {
  const found = new Map<string, Requirements>()
  const queue = [first]
  for (let path = queue.shift(); path !== undefined; path = queue.shift()) {
    if (found.has(path)) continue
    const requirements = parseRequirements(source.text(path) ?? '')
    found.set(path, requirements)
    queue.push(
      ...requirements.includes.filter(include => !include.includes('://')).map(resolved(source, path)),
    )
  }
  return found
}

const resolved = (source: Source, from: string) => (include: string) => {
  const parts: string[] = []
  for (const part of inFolder(folderOf(from), include).split('/')) {
    if (part === '..' && parts.length > 0) parts.pop()
    else if (part !== '.') parts.push(part)
  }
  const path = parts.join('/')
  if (source.has(path)) return path
  throw new PlanProblem(
    'build.file-missing',
    `The file ${from} includes ${shown(include)}, which is not in the app's folder.`,
    `Add the file to the repository, remove the line from ${from}, or set the root directory so that it holds both.`,
  )
}

const unpinnedWarning = (file: string, names: string[]): PlanWarning => ({
  code: 'unpinned-dependencies',
  sentence: `${file} names no exact version for ${names.slice(0, 5).join(', ')}${names.length > 5 ? ` and ${names.length - 5} more` : ''}: the next build may install other versions.`,
  fix: 'Pin them (`package==1.2.3`), for example with `pip freeze` or `uv pip compile`.',
})
