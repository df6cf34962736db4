import { pythonDockerfile } from '../../dockerfile/python'
import type { BuildPlan } from '../../plan'
import { envFileWarnings, IGNORED } from '../ignore-list'
import { assetStages } from '../node/assets'
import { type Candidate, type DetectOptions, SCORES } from '../options'
import { type Evidence, PlanProblem } from '../problem'
import { readProcfile } from '../procfile'
import { inFolder, isPlainPath, type Source } from '../source'
import { FRAMEWORKS } from './app-object'
import { collectDependencies, type Dependencies } from './dependencies'
import { type DjangoProject, findDjango } from './django'
import { type DjangoStatic, djangoStatic, WRAPPER_FOLDER, wrapperSource } from './django-static'
import { type AppModule, findModules } from './modules'
import { nativeLibraries } from './native-libraries'
import { pythonProcesses } from './processes'
import type { PythonProject } from './project'
import { readPythonProject } from './read-project'
import { pythonFiles } from './source-files'
import { type ChosenVersion, pythonVersion } from './version'
import { pythonWarnings } from './warnings'

/** What was found out about a Python app. */
export interface PythonApp {
  project: PythonProject | null
  dependencies: Dependencies
  django: DjangoProject | null
  module: AppModule | null
  rivals: AppModule[]
  statics: DjangoStatic
  framework: string | null
  version: ChosenVersion
  files: string[]
}

const ENTRY_FILES = ['main.py', 'app.py', 'server.py', 'run.py', 'wsgi.py', 'asgi.py']

/** null when nothing says that this is a Python app. */
export function pythonCandidate(source: Source, options: DetectOptions): Candidate | null {
  const hasManifest =
    ['pyproject.toml', 'Pipfile', 'setup.py', 'setup.cfg'].some(file => source.has(file)) ||
    source.paths.some(path => /^requirements(\/[^/]+)?\.txt$/.test(path))
  const files = pythonFiles(source.paths)
  const entry = ENTRY_FILES.find(file => source.has(file)) ?? files.find(file => file.endsWith('manage.py'))
  const project = hasManifest ? readPythonProject(source) : null
  if (!project && !entry) return null
  const dependencies = project?.dependencies ?? collectDependencies([])
  const framework = [...FRAMEWORKS.map(one => one.package), 'django'].find(name => dependencies.has(name))
  const evidence: Evidence[] = [
    ...(project?.evidence ?? []),
    ...(entry ? [{ file: entry, says: 'an entry file of a Python app' }] : []),
  ]
  const score =
    (project ? SCORES.manifest : 0) + (framework ? SCORES.framework : 0) + (entry ? SCORES.entryFile : 0)
  return {
    stack: 'python',
    score,
    evidence,
    isFrontEnd: false,
    plan: () => pythonPlan(source, options, project, files),
  }
}

function pythonPlan(
  source: Source,
  options: DetectOptions,
  project: PythonProject | null,
  files: string[],
): BuildPlan {
  const app = readApp(source, options, project, files)
  const procfile = readProcfile(source)
  const { processes, releaseCommand, web, evidence } = pythonProcesses(source, options, app, procfile)
  const title = [
    `${app.framework ? versioned(app) : 'Python app'}${web.server ? ` under ${web.server}` : ''}`,
    `Python ${app.version.version}`,
    ...(project ? [project.manager] : []),
  ]
  const added = [
    ...web.added,
    ...(app.statics.wrapper && web.wrapped ? [app.statics.wrapper.requirement] : []),
  ]
  return {
    stack: 'python',
    title: title.join(', '),
    framework: app.framework,
    dockerfile: {
      kind: 'generated',
      text: pythonDockerfile({ ...imageOf(source, options, app, web.wrapped), added, command: web.command }),
    },
    processes: Object.fromEntries([...processes].map(([type, command]) => [type, { command }])),
    releaseCommand,
    port: 8080,
    healthPath: null,
    ignore: IGNORED,
    evidence: [...foundEvidence(app), ...evidence],
    warnings: [...pythonWarnings(app, web), ...(procfile?.warnings ?? []), ...envFileWarnings(source)],
  }
}

function readApp(
  source: Source,
  options: DetectOptions,
  project: PythonProject | null,
  files: string[],
): PythonApp {
  const dependencies = project?.dependencies ?? collectDependencies([])
  const django = findDjango(source, files, dependencies)
  const { best, rivals } = django ? { best: null, rivals: [] } : findModules(source, files)
  if (django && !isPlainPath(inFolder(django.folder, 'manage.py'))) throw oddFolder(django.folder)
  if (!project && (django || best?.framework)) throw noManifest(django ? 'Django' : (best?.framework ?? ''))
  return {
    project,
    dependencies,
    django,
    module: best,
    rivals,
    statics: django ? djangoStatic(django, dependencies) : { collect: null, wrapper: null, warnings: [] },
    framework: django ? 'Django' : (best?.framework ?? listedFramework(dependencies)),
    version: pythonVersion(source, options.settings, project?.versions ?? []),
    files,
  }
}

function imageOf(source: Source, options: DetectOptions, app: PythonApp, wrapped: boolean) {
  const { settings, cacheScope } = options
  const { project, django, statics } = app
  const folder = django?.folder ?? ''
  const root = app.module?.sourceRoot ?? ''
  const onPath = [
    ...(wrapped ? [WRAPPER_FOLDER] : []),
    ...(root ? [`/app/${root}`] : project && ['uv', 'Poetry'].includes(project.manager) ? ['/app'] : []),
  ]
  if (root && !isPlainPath(root)) throw oddFolder(root)
  return {
    version: app.version.version,
    project,
    installCommand: settings.installCommand ?? null,
    libraries: nativeLibraries(app.dependencies),
    assets: assetStages(source, options),
    buildCommands: [settings.buildCommand, statics.collect].filter(one => typeof one === 'string'),
    files:
      wrapped && django ? [{ path: `${WRAPPER_FOLDER}/berth_static.py`, lines: wrapperSource(django) }] : [],
    folder,
    environment: {
      ...(onPath.length > 0 ? { PYTHONPATH: onPath.join(':') } : {}),
      ...(django?.settingsModule ? { DJANGO_SETTINGS_MODULE: django.settingsModule } : {}),
    },
    cacheScope,
  }
}

const listedFramework = (dependencies: Dependencies) =>
  FRAMEWORKS.find(one => dependencies.hasDirect(one.package))?.name ?? null

/** `Flask 3`, `FastAPI 0.115`; without a number when no file pins it. */
function versioned({ framework, dependencies }: PythonApp): string {
  const [major, minor] = dependencies.version(framework ?? '')?.split('.') ?? []
  return [framework, major === '0' ? `0.${minor}` : major].filter(Boolean).join(' ')
}

const foundEvidence = ({ project, django, module, version, framework }: PythonApp): Evidence[] => [
  ...(project?.evidence ?? []),
  ...(version.from && version.from !== 'your setting'
    ? [{ file: version.from, says: `Python ${version.version}` }]
    : []),
  ...(django?.evidence ?? []),
  ...(module
    ? [{ file: module.file, says: `${framework ?? 'an app'}: ${module.module}:${module.name}` }]
    : []),
]

const oddFolder = (folder: string) =>
  new PlanProblem(
    'build.folder-name',
    `The app's code is in the folder "${folder.slice(0, 60)}", whose name has characters that cannot be used in a build.`,
    'Rename the folder with letters, digits, `-`, `_` and `.`, or set it as the root directory.',
  )

const noManifest = (framework: string) =>
  new PlanProblem(
    'build.manifest-missing',
    `The code uses ${framework}, but no file says which packages to install.`,
    'Add a requirements.txt (for example with `pip freeze > requirements.txt`) or a pyproject.toml, and push again.',
  )
