import { withExec } from '@/lib/core/run/shell-command'
import type { DetectOptions } from '../options'
import { type Evidence, PlanProblem } from '../problem'
import { readProcfile } from '../procfile'
import { isPlainPath, type Source } from '../source'
import { isDevelopmentStart } from './frameworks'
import type { NodeApp } from './node'
import { script } from './package-json'

/** How the result of a Node build is run. */
export type NodeStart = { evidence: Evidence[]; entryFile: boolean } & (
  | { kind: 'server'; command: string }
  | { kind: 'files'; folder: string; singlePage: boolean; hashed: string | null; makesNotFoundPage: boolean }
)

const ENTRY_FILES = [
  'server.js',
  'index.js',
  'app.js',
  'main.js',
  'server.mjs',
  'index.mjs',
  'src/index.js',
  'src/server.js',
]

/** Setting, Procfile, then what package.json says; null when there is nothing to start or to serve. */
export function nodeStart(source: Source, options: DetectOptions, app: NodeApp): NodeStart | null {
  const { settings } = options
  if (options.builder === 'STATIC') {
    const builds = settings.buildCommand !== undefined || script(app.manifest, 'build') !== null
    return builds ? filesStart(app, settings.staticDirectory) : null
  }
  if (settings.startCommand) return server(withExec(settings.startCommand), [])
  const web = readProcfile(source)?.processes.get('web')
  if (web) return server(web, [{ file: 'Procfile', says: 'the process type web' }])
  if (settings.staticDirectory) return filesStart(app, settings.staticDirectory)
  return ownStart(source, app) ?? filesStart(app, undefined) ?? unknownBuild(source, app)
}

/** What package.json says of a server; null when it says nothing. */
export const ownStart = (source: Source, app: NodeApp): NodeStart | null =>
  startScript(app) ??
  (app.framework?.start ? server(app.framework.start, []) : null) ??
  (app.framework ? null : entryFile(source, app))

const server = (command: string, evidence: Evidence[], entryFile = false): NodeStart => ({
  kind: 'server',
  command,
  evidence,
  entryFile,
})

/** The `start` script, unless it starts a development server or is the framework's own, which we start with host and port. */
function startScript({ manifest, framework }: NodeApp): NodeStart | null {
  const text = script(manifest, 'start')
  if (!text || isDevelopmentStart(manifest)) return null
  if (framework?.start && /^(next|nuxt|astro|remix-serve)\b/.test(text)) return null
  const evidence = [{ file: 'package.json', says: `the start script \`${text}\`` }]
  const hasHooks = script(manifest, 'prestart') !== null || script(manifest, 'poststart') !== null
  return server(hasHooks ? 'exec npm run start' : withExec(text), evidence)
}

/** Ready files: from the folder of the settings, or where the framework puts them. */
function filesStart({ framework }: NodeApp, setting: string | undefined): NodeStart | null {
  const folder = setting ?? framework?.output
  if (!folder) return null
  return {
    kind: 'files',
    folder,
    singlePage: framework?.singlePage ?? true,
    hashed: framework?.hashed ?? null,
    makesNotFoundPage: framework !== null && !framework.singlePage,
    evidence: [{ file: 'package.json', says: `ready files in ${folder}` }],
    entryFile: false,
  }
}

function entryFile(source: Source, { manifest }: NodeApp): NodeStart | null {
  const main = manifest.main?.replace(/^\.\//, '')
  const file = [main, ...ENTRY_FILES].find(one => one !== undefined && source.has(one) && isPlainPath(one))
  return file ? server(`exec node ${file}`, [{ file, says: 'the entry file' }], true) : null
}

/** A build of which nobody knows the result, in a repository that is nothing else. */
function unknownBuild(source: Source, { manifest }: NodeApp): NodeStart | null {
  if (!script(manifest, 'build')) return null
  const other =
    source.has('index.html') ||
    source.has('public/index.html') ||
    source.paths.some(path => path.endsWith('.py'))
  if (other) return null
  throw new PlanProblem(
    'build.start-unknown',
    'package.json has a build script, but neither a start script nor a framework that says where the result is.',
    'Add a start script to package.json, or set the start command or the folder of static files in the build settings.',
  )
}
