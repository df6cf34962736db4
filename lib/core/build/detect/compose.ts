import { buildsSomething, filesOfCompose } from '../../compose/compose-file'
import { composePlan } from '../../compose/plan'
import { repositoryPath } from '../../compose/repository-path'
import type { BuildPlan } from '../plan'
import type { DetectOptions } from './options'
import { PlanProblem, shown } from './problem'
import { folderOf, nameOf, type Source } from './source'

/** In the order in which Compose looks for them. */
export const COMPOSE_FILES = ['compose.yaml', 'compose.yml', 'docker-compose.yaml', 'docker-compose.yml']

/** The Compose files at the top and the one set by the user. */
export function composeFiles(paths: string[], set = ''): string[] {
  const wanted = repositoryPath(set)
  return paths.filter(path => COMPOSE_FILES.includes(path) || path === wanted)
}

/** The Compose file that describes the app, if there is one. */
export function composeInUse(
  source: Source,
  { settings }: DetectOptions,
): { path: string; text: string; buildsSomething: boolean } | null {
  const path = settings.composeFile
    ? repositoryPath(settings.composeFile)
    : COMPOSE_FILES.find(name => source.has(name))
  const text = path ? source.text(path) : undefined
  if (!path || text === undefined) return null
  return { path, text, buildsSomething: buildsSomething(path, text) }
}

/** The plan of an app whose services stand in a Compose file. Throws `PlanProblem`. */
export function composeFilePlan(source: Source, options: DetectOptions): BuildPlan {
  const found = composeInUse(source, options)
  if (!found) throw missing(source, options)
  const files = { folder: folderOf(found.path), text: source.text }
  return composePlan(found.path, found.text, files, options.settings)
}

/** Files that the Compose file in use names. */
export function filesNamedByCompose(source: Source, options: DetectOptions): string[] {
  if (options.builder !== 'AUTO' && options.builder !== 'COMPOSE') return []
  const found = composeInUse(source, options)
  return found ? filesOfCompose(found.path, found.text, folderOf(found.path)) : []
}

function missing(source: Source, { settings }: DetectOptions): PlanProblem {
  const others = source.paths
    .filter(path => COMPOSE_FILES.includes(nameOf(path)))
    .slice(0, 3)
    .map(shown)
  const name = settings.composeFile ? shown(settings.composeFile) : 'compose.yaml'
  return new PlanProblem(
    'compose.missing',
    `There is no text file ${name} in the app's root directory at this commit.`,
    others.length > 0
      ? `Set the path of the Compose file to ${others.join(' or ')}, or add the file.`
      : 'Add the file, or choose another builder in the build settings.',
  )
}
