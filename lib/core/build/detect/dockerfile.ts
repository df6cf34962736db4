import { withExec } from '@/lib/core/run/shell-command'
import type { BuildPlan } from '../plan'
import { COMPOSE_FILES } from './compose'
import type { DetectOptions } from './options'
import { PlanProblem, type PlanWarning, shown } from './problem'
import { readProcfile } from './procfile'
import { nameOf, type Source } from './source'

/** The path as the files are named: without leading `./`. Throws `PlanProblem` for one outside the root directory. */
export function dockerfilePath(text: string): string {
  const path = text.trim().replace(/^(\.\/)+/, '')
  const parts = path.split('/')
  if (
    path !== '' &&
    !path.startsWith('/') &&
    !path.includes('\\') &&
    !parts.includes('..') &&
    !parts.includes('')
  )
    return path
  throw new PlanProblem(
    'build.dockerfile-path-invalid',
    `The Dockerfile path "${shown(text)}" is not inside the app's root directory.`,
    'Set a path inside the root directory, without `..` and without a leading `/`, or change the root directory.',
  )
}

/** Builds the repository's own Dockerfile. Worker types of a Procfile are kept; `web` is the image's own command. */
export function dockerfilePlan(source: Source, path: string, { settings }: DetectOptions): BuildPlan {
  const text = dockerfileTextAt(source, path)
  const procfile = readProcfile(source)
  const web = settings.startCommand ? withExec(settings.startCommand) : null
  const others = [...(procfile?.processes ?? [])].filter(([type]) => type !== 'web')
  return {
    stack: 'dockerfile',
    title: path === 'Dockerfile' ? 'Dockerfile' : `Dockerfile at ${path}`,
    framework: null,
    dockerfile: { kind: 'repository', path, text },
    processes: Object.fromEntries(
      [...others, ['web', web] as const].map(([type, command]) => [type, { command }]),
    ),
    releaseCommand: procfile?.release ?? null,
    port: null,
    healthPath: null,
    ignore: ['.git', ...ignoreLines(source, path)],
    evidence: [
      { file: path, says: 'the repository has its own Dockerfile' },
      ...(procfile
        ? [
            {
              file: 'Procfile',
              says: `process types besides web: ${others.map(([type]) => type).join(', ') || 'none'}`,
            },
          ]
        : []),
    ],
    warnings: [...settingsUnused(settings), ...(procfile?.warnings ?? []), ...composeUnused(source)],
  }
}

function dockerfileTextAt(source: Source, path: string): string {
  if (!source.has(path)) throw missing(source, path)
  const text = source.text(path)
  if (text === undefined)
    throw invalid(path, 'is not a text file of at most 256 KB; a symbolic link is not followed')
  if (!/^[ \t]*FROM[ \t]+\S/im.test(text)) throw invalid(path, 'has no FROM instruction')
  return text
}

/** `NAME.dockerignore` beside the Dockerfile goes before the common file, as Docker does it. */
function ignoreLines(source: Source, path: string): string[] {
  const text = source.text(`${path}.dockerignore`) ?? source.text('.dockerignore') ?? ''
  return text
    .split('\n')
    .map(line => line.trim())
    .filter(line => line !== '' && !line.startsWith('#'))
}

function missing(source: Source, path: string): PlanProblem {
  const others = source.paths
    .filter(one => /^(Dockerfile|Containerfile)(\.[\w-]+)?$|\.dockerfile$/i.test(nameOf(one)))
    .slice(0, 3)
  return new PlanProblem(
    'build.dockerfile-missing',
    `There is no ${shown(path)} in the app's root directory at this commit.`,
    others.length > 0
      ? `Set the Dockerfile path to ${others.map(shown).join(' or ')}, or add the file.`
      : 'Add the file, set its path, or choose automatic detection in the build settings.',
  )
}

const invalid = (path: string, why: string) =>
  new PlanProblem(
    'build.dockerfile-invalid',
    `The file ${shown(path)} ${why}.`,
    `Correct ${shown(path)} and push again.`,
  )

const composeUnused = (source: Source): PlanWarning[] =>
  COMPOSE_FILES.filter(name => source.has(name))
    .slice(0, 1)
    .map(name => ({
      code: 'compose-unused',
      sentence: `Only the Dockerfile is built: the services of ${name} are not run.`,
      fix: 'Choose the Compose file as the builder in the build settings to run all of them.',
    }))

function settingsUnused(settings: DetectOptions['settings']): PlanWarning[] {
  const names = [
    ...(settings.installCommand ? ['install command'] : []),
    ...(settings.buildCommand ? ['build command'] : []),
    ...(settings.staticDirectory ? ['static folder'] : []),
    ...(settings.pythonVersion || settings.nodeVersion ? ['language version'] : []),
  ]
  if (names.length === 0) return []
  return [
    {
      code: 'setting-unused',
      sentence: `The app is built with its own Dockerfile, so these settings have no effect: ${names.join(', ')}.`,
      fix: 'Clear the settings, or remove the Dockerfile to have one made.',
    },
  ]
}
