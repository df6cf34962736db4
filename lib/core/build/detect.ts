import { composeFilePlan, composeFiles, composeInUse, filesNamedByCompose } from './detect/compose'
import { dockerfilePath, dockerfilePlan } from './detect/dockerfile'
import { nodeCandidate } from './detect/node/node'
import { type Candidate, type DetectOptions, SCORES } from './detect/options'
import { PlanProblem } from './detect/problem'
import { hasControlCharacter, readProcfile } from './detect/procfile'
import { pythonCandidate } from './detect/python/python'
import { pythonFiles } from './detect/python/source-files'
import { folderOf, nameOf, readSource, type Source, type SourceFiles } from './detect/source'
import { runtimeOf } from './detect/start-command'
import { plainFolder, staticCandidate, staticPlan } from './detect/static'
import type { BuildPlan, Detection } from './plan'

/** Score from which two stacks cannot be told apart without the user. */
const STRONG = SCORES.manifest
/** Score of a manifest that lists a web framework. */
const WEB_APP = SCORES.manifest + SCORES.framework
const MAX_LISTED = 40

const MANIFESTS =
  /^(package(-lock)?\.json|npm-shrinkwrap\.json|pnpm-lock\.yaml|pnpm-workspace\.yaml|yarn\.lock|\.yarnrc\.yml|\.nvmrc|\.node-version|angular\.json|(next|vite)\.config\.[cm]?[jt]s|pyproject\.toml|uv\.lock|uv\.toml|poetry\.lock|pdm\.lock|Pipfile(\.lock)?|setup\.(py|cfg)|\.python-version|runtime\.txt|requirements[^/]*\.txt|Procfile|\.dockerignore)$/

/**
 * Which files' text `detect` needs; at most about 300 of the app's files. Give the path of the Dockerfile where it is not the default.
 */
export function filesToRead(paths: string[], dockerfile = 'Dockerfile', compose?: string): string[] {
  const listed = paths
    .filter(path => MANIFESTS.test(path) || /^requirements\/[^/]+\.txt$/.test(path))
    .slice(0, MAX_LISTED)
  const wanted = dockerfile.trim().replace(/^(\.\/)+/, '')
  const dockerfiles = paths.filter(
    path => path === wanted || path === `${wanted}.dockerignore` || path === 'Dockerfile',
  )
  return [...new Set([...listed, ...dockerfiles, ...composeFiles(paths, compose), ...pythonFiles(paths)])]
}

/** Which further files the ones read so far name: those of a Compose file, when the app is built by one. */
export function moreFilesToRead(files: SourceFiles, options: DetectOptions): string[] {
  const known = new Set(files.paths)
  return filesNamedByCompose(readSource(files), options).filter(path => known.has(path))
}

/** Says how to build and run the files, or what stands in the way. `files.text` answers for the paths of `filesToRead`. */
export function detect(files: SourceFiles, options: DetectOptions): Detection {
  try {
    checkCommands(options)
    return { ok: true, plan: planFor(readSource(files), options) }
  } catch (error) {
    if (error instanceof PlanProblem) return { ok: false, problem: error.problem }
    throw error
  }
}

function planFor(source: Source, options: DetectOptions): BuildPlan {
  const { builder, settings } = options
  if (builder === 'DOCKERFILE') return dockerfilePlan(source, dockerfilePath(options.dockerfilePath), options)
  if (builder === 'STATIC') return staticSite(source, options)
  if (builder === 'COMPOSE') return composeFilePlan(source, options)
  const path = options.dockerfilePath === '' ? 'Dockerfile' : dockerfilePath(options.dockerfilePath)
  if (source.has(path)) return dockerfilePlan(source, path, options)
  const compose = composeInUse(source, options)
  if (compose?.buildsSomething) return composeFilePlan(source, options)
  const candidates = [
    pythonCandidate(source, options),
    nodeCandidate(source, options),
    staticCandidate(source, options),
  ]
    .filter(one => one !== null)
    .sort((a, b) => b.score - a.score)
  const best = chosen(source, candidates, settings.startCommand)
  if (best) return best.plan()
  // Images alone, beside nothing that could be built: that is the app.
  if (compose) return composeFilePlan(source, options)
  throw nothingFound(source)
}

/** A start command that names a runtime decides; else the highest score, and two strong ones are for the user to settle. */
function chosen(source: Source, candidates: Candidate[], startCommand?: string): Candidate | undefined {
  const command = startCommand ?? readProcfile(source)?.processes.get('web')
  const runtime = command ? runtimeOf(command) : null
  const named = candidates.find(one => one.stack === runtime)
  if (named) return named
  const webApp = candidates.find(one => one.score >= WEB_APP && !one.isFrontEnd)
  const [best, second] = candidates.filter(one => !webApp || !one.isFrontEnd)
  if (!best || !second || second.score < STRONG) return best
  throw new PlanProblem(
    'build.several-stacks',
    `This could be a ${title(best)} app (${best.evidence[0]?.file}) or a ${title(second)} app (${second.evidence[0]?.file}).`,
    'Set the start command, add a Procfile with a `web` line, or set the root directory to the folder of the app.',
  )
}

const title = ({ stack }: Candidate) => ({ python: 'Python', node: 'Node', static: 'static' })[stack]

/** STATIC: a build when package.json has one, else the folder as it is. */
function staticSite(source: Source, options: DetectOptions): BuildPlan {
  const { settings } = options
  const manifest = nodeCandidate(source, options)
  if (manifest) return manifest.plan()
  const plain = staticCandidate(source, options)
  if (plain) return plain.plan()
  if (settings.staticDirectory) return staticPlan(source, plainFolder(settings.staticDirectory))
  throw new PlanProblem(
    'build.nothing-to-serve',
    "There is no index.html in the app's root directory or in public/.",
    'Set the folder of static files in the build settings, or choose automatic detection.',
  )
}

function checkCommands({ settings, cacheScope }: DetectOptions) {
  if (cacheScope !== undefined && !/^[A-Za-z0-9-]{1,64}$/.test(cacheScope))
    throw new Error(`not a cache scope: ${cacheScope}`)
  const commands = {
    install: settings.installCommand,
    build: settings.buildCommand,
    start: settings.startCommand,
  }
  for (const [name, command] of Object.entries(commands)) {
    if (command === undefined || !hasControlCharacter(command.replaceAll('\n', ''))) continue
    throw new PlanProblem(
      'build.command-invalid',
      `The ${name} command holds a control character, which no command line can.`,
      'Type the command again.',
    )
  }
}

const LOOKS_LIKE_AN_APP =
  /^(requirements\.txt|pyproject\.toml|Pipfile|manage\.py|package\.json|Dockerfile|index\.html)$/

function nothingFound(source: Source): PlanProblem {
  const folders = [
    ...new Set(source.paths.filter(path => LOOKS_LIKE_AN_APP.test(nameOf(path))).map(folderOf)),
  ]
    .filter(
      folder => folder !== '' && folder.split('/').length <= 3 && !/(^|\/)(node_modules|\.)/.test(folder),
    )
    .sort((a, b) => a.split('/').length - b.split('/').length)
    .slice(0, 3)
  return new PlanProblem(
    'build.nothing-recognised',
    source.paths.length === 0
      ? "The app's root directory is empty at this commit."
      : "Nothing in the app's root directory says what kind of app this is.",
    folders.length > 0
      ? `Set the root directory to ${folders.join(' or ')}, where there seems to be an app, or add a Dockerfile or a Procfile.`
      : 'Add a Dockerfile, or the usual manifest of your language (requirements.txt, pyproject.toml, package.json), or set the root directory.',
  )
}
