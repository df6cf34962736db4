import { dockerfileText } from '../../dockerfile/instructions'
import { type NodeBuild, nodeBuildStages, nodeDockerfile } from '../../dockerfile/node'
import { staticStage } from '../../dockerfile/static'
import type { BuildPlan } from '../../plan'
import { envFileWarnings, IGNORED } from '../ignore-list'
import { type Candidate, type DetectOptions, SCORES } from '../options'
import type { Evidence, PlanWarning } from '../problem'
import { readProcfile } from '../procfile'
import type { Source } from '../source'
import { plainFolder } from '../static'
import { type Framework, findFramework, SERVER_PACKAGES } from './frameworks'
import { type NodeManager, nodeManager } from './manager'
import { dependsOn, majorOf, type PackageJson, readPackageJson, script } from './package-json'
import { type NodeStart, nodeStart, ownStart } from './start'
import { type ChosenNode, nodeVersion } from './version'

/** What was found out about a Node app. */
export interface NodeApp {
  manifest: PackageJson
  framework: Framework | null
  /** Web framework of a server without a build of its own, by name. */
  server: { dependency: string; name: string } | null
}

/** null when there is no package.json, or it serves tools only: nothing to start, nothing to build. */
export function nodeCandidate(source: Source, options: DetectOptions): Candidate | null {
  const manifest = readPackageJson(source)
  if (!manifest) return null
  const dependency = Object.keys(SERVER_PACKAGES).find(name => Object.hasOwn(manifest.dependencies, name))
  const app: NodeApp = {
    manifest,
    framework: findFramework(source, manifest),
    server: dependency ? { dependency, name: SERVER_PACKAGES[dependency] ?? dependency } : null,
  }
  const start = nodeStart(source, options, app)
  if (!start) return null
  const known = app.framework ?? app.server
  const evidence: Evidence[] = [
    { file: 'package.json', says: known ? `${known.name} among the dependencies` : 'a Node app' },
    ...start.evidence,
  ]
  const score = SCORES.manifest + (known ? SCORES.framework : 0) + (start.entryFile ? SCORES.entryFile : 0)
  return {
    stack: 'node',
    score,
    evidence,
    isFrontEnd: ownStart(source, app) === null,
    plan: () => nodePlan(source, options, app, start, evidence),
  }
}

function nodePlan(
  source: Source,
  options: DetectOptions,
  app: NodeApp,
  start: NodeStart,
  found: Evidence[],
): BuildPlan {
  const manager = nodeManager(source, app.manifest)
  const version = nodeVersion(source, app.manifest, options.settings)
  const procfile = readProcfile(source)
  const build = nodeBuild(options, app, manager, version)
  const web = start.kind === 'server' ? start.command : null
  return {
    stack: web === null ? 'static' : 'node',
    title: title(app, start, manager, version),
    framework: (app.framework ?? app.server)?.name ?? null,
    dockerfile: {
      kind: 'generated',
      text: start.kind === 'server' ? serverText(build, app, start.command) : filesText(source, build, start),
    },
    processes: Object.fromEntries(
      [...(web === null ? [] : (procfile?.processes ?? [])), ['web', web] as const].map(([type, command]) => [
        type,
        { command },
      ]),
    ),
    releaseCommand: web === null ? null : (procfile?.release ?? null),
    port: 8080,
    healthPath: null,
    ignore: IGNORED,
    evidence: [...found, ...(version.from ? [{ file: version.from, says: `Node ${version.major}` }] : [])],
    warnings: [
      ...manager.warnings,
      ...(version.from === null ? [noVersion(version.major)] : []),
      ...(procfile?.warnings ?? []),
      ...envFileWarnings(source),
    ],
  }
}

function nodeBuild(
  { settings, cacheScope }: DetectOptions,
  { manifest, framework }: NodeApp,
  manager: NodeManager,
  version: ChosenNode,
): NodeBuild {
  const own = settings.buildCommand ?? (script(manifest, 'build') ? manager.run('build') : null)
  const standalone = framework?.standalone ? [STANDALONE_FILES] : []
  return {
    major: version.major,
    manager,
    installCommand: settings.installCommand ?? null,
    build: own ? [own, ...standalone] : [],
    hasPrepare: script(manifest, 'prepare') !== null,
    cacheScope,
  }
}

/** Next leaves these two beside its standalone server; its documentation asks for the copy. */
const STANDALONE_FILES =
  'cp -r .next/static .next/standalone/.next/ && if [ -d public ]; then cp -r public .next/standalone/; fi'

const serverText = (build: NodeBuild, { manifest, framework }: NodeApp, command: string) =>
  nodeDockerfile({
    ...build,
    standalone: framework?.start === command ? framework.standalone : null,
    keepsBuildModules: dependsOn(manifest, '@prisma/client') || dependsOn(manifest, 'prisma'),
    toolAtRunTime: /\b(pnpm|yarn)\b/.test(command),
    command,
  })

function filesText(source: Source, build: NodeBuild, start: Extract<NodeStart, { kind: 'files' }>): string {
  const site = {
    folder: plainFolder(start.folder),
    singlePage: start.singlePage,
    hasNotFoundPage:
      !start.singlePage &&
      (source.has('public/404.html') || source.has('static/404.html') || start.makesNotFoundPage),
    hashed: start.hashed,
  }
  const built = build.build.length > 0
  return dockerfileText([
    ...(built ? nodeBuildStages(build, 'build') : []),
    staticStage({ ...site, fromStage: built ? 'build' : null }),
  ])
}

function title(
  { manifest, framework, server }: NodeApp,
  start: NodeStart,
  manager: NodeManager,
  version: ChosenNode,
): string {
  const known = framework ?? server
  const name = known
    ? [known.name, majorOf(manifest, known.dependency)].filter(Boolean).join(' ')
    : 'Node app'
  return `${name}${start.kind === 'files' ? ' as static files' : ''}, Node ${version.major}, ${manager.title}`
}

const noVersion = (major: string): PlanWarning => ({
  code: 'node-version-default',
  sentence: `Nothing says which Node the app is for; Node ${major} is taken.`,
  fix: `Add \`"engines": { "node": "${major}.x" }\` to package.json.`,
})
