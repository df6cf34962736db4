import { PlanProblem, type PlanWarning } from '../build/detect/problem'
import { Notes } from './notes'
import { circle } from './read-dependencies'
import { envFiles } from './read-environment'
import { type ReadService, readService, SERVICE_NAME } from './read-service'
import { buildPaths } from './read-source'
import { readTop } from './read-top'
import { isMap, readYaml, type YamlMap } from './read-yaml'
import { joinPath, type RepositoryFiles } from './repository-path'
import type { Refusal } from './service'

const MAX_SERVICES = 30

export interface ComposeFile {
  services: ReadService[]
  refusals: Refusal[]
  warnings: PlanWarning[]
}

/** Reads a Compose file to its end. `files` answers for the paths of `filesOfCompose`. Throws `PlanProblem` when it is not one. */
export function readComposeFile(path: string, text: string, files: RepositoryFiles): ComposeFile {
  const file = readYaml(path, text)
  const notes = new Notes()
  const volumes = readTop(file, notes)
  const { active, inactive } = activeServices(path, file)
  const services = active.flatMap(([name, value]) => {
    if (SERVICE_NAME.test(name)) return readService(name, value, { volumes, files }, notes.of(name)) ?? []
    notes.of(name).refuse('name', 'it cannot be a host name', 'Use letters, digits and dashes.')
    return []
  })
  checkDependencies(services, new Set(active.map(([name]) => name)), notes)
  return { services, refusals: notes.refusals, warnings: warningsOf(path, notes, inactive) }
}

/** Whether a Compose file builds anything of the repository. One that cannot be read counts: its mistake must be told. */
export function buildsSomething(path: string, text: string): boolean {
  try {
    return activeServices(path, readYaml(path, text)).active.some(([, { build }]) => build != null)
  } catch (error) {
    if (error instanceof PlanProblem) return true
    throw error
  }
}

/** Which other files of the repository a Compose file refers to: Dockerfiles, ignore lists, environment files. */
export function filesOfCompose(path: string, text: string, folder: string): string[] {
  const nothing = { refuse: () => undefined, ignore: () => undefined }
  try {
    return activeServices(path, readYaml(path, text)).active.flatMap(([, { build, env_file }]) => {
      const paths = build == null ? null : buildPaths(build, { folder })
      return [
        ...(paths
          ? [paths.dockerfile, `${paths.dockerfile}.dockerignore`, joinPath(paths.context, '.dockerignore')]
          : []),
        ...envFiles(env_file, { folder }, nothing).map(file => file.path),
      ]
    })
  } catch (error) {
    // Told when the file is read in earnest.
    if (error instanceof PlanProblem) return []
    throw error
  }
}

function activeServices(path: string, file: YamlMap) {
  const all = isMap(file.services) ? Object.entries(file.services) : []
  const wrong = all.find(([, value]) => !isMap(value))
  if (all.length === 0 || wrong) {
    throw new PlanProblem(
      'compose.no-services',
      wrong ? `A service in ${path} is not a mapping of keys.` : `${path} describes no services.`,
      'Add services to it, remove the file, or choose another builder in the build settings.',
    )
  }
  if (all.length > MAX_SERVICES) {
    throw new PlanProblem(
      'compose.too-many-services',
      `${path} describes ${all.length} services; ${MAX_SERVICES} are the limit.`,
      'Split it into several apps.',
    )
  }
  const maps = all.flatMap(([name, value]) => (isMap(value) ? [[name, value] as const] : []))
  const hasProfile = ([, value]: (typeof maps)[number]) =>
    Array.isArray(value.profiles) && value.profiles.length > 0
  return {
    active: maps.filter(one => !hasProfile(one)),
    inactive: maps.filter(hasProfile).map(([name]) => name),
  }
}

function checkDependencies(services: ReadService[], known: Set<string>, notes: Notes) {
  for (const { name, waitsFor } of services) {
    const missing = waitsFor.find(({ service, required }) => required && !known.has(service))
    if (missing) {
      notes
        .of(name)
        .refuse(
          'depends_on',
          `there is no active service ${missing.service.slice(0, 60)}`,
          'Name a service of this file that has no profile.',
        )
    }
  }
  const graph = new Map(services.map(({ name, waitsFor }) => [name, waitsFor.map(({ service }) => service)]))
  const stuck = circle(graph)
  if (stuck) notes.of(stuck).refuse('depends_on', 'the service waits for itself', 'Break the circle.')
}

function warningsOf(path: string, { ignored }: Notes, inactive: string[]): PlanWarning[] {
  const keys = [...ignored].map(([service, names]) => `${service}: ${[...names].join(', ')}`)
  return [
    ...(keys.length > 0
      ? [
          {
            code: 'compose.ignored',
            sentence: `These keys of ${path} have no effect: ${keys.join('; ')}.`,
            fix: 'Berth sets names, restarts, networks and ports itself; the proxy publishes the web service.',
          },
        ]
      : []),
    ...(inactive.length > 0
      ? [
          {
            code: 'compose.profiles',
            sentence: `Services with a profile are left out: ${inactive.map(name => name.slice(0, 60)).join(', ')}.`,
            fix: 'Remove `profiles` from a service that should run.',
          },
        ]
      : []),
  ]
}
