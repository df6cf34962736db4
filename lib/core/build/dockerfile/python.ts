import type { PythonManager, PythonProject } from '../detect/python/project'
import {
  aptInstall,
  cacheMount,
  command,
  copyFiles,
  dockerfileText,
  env,
  installWithCa,
  run,
  runWithCa,
  userCommand,
  writeFile,
} from './instructions'

/** All that the Dockerfile of a Python app depends on. */
export interface PythonImage {
  version: string
  /** null: the app has no dependencies. */
  project: PythonProject | null
  /** Replaces the manager's install command. */
  installCommand: string | null
  /** Requirements that the app does not list itself. */
  added: string[]
  libraries: { build: string[]; runtime: string[] }
  /** Stages that build the front end; the last is named `assets` and has the result in /app. Empty when there is none. */
  assets: string[][]
  /** Run one after another once the source is there. */
  buildCommands: string[]
  files: { path: string; lines: string[] }[]
  /** Folder of the app inside /app that commands run in. */
  folder: string
  environment: Record<string, string>
  command: string
  cacheScope: string | undefined
}

const CACHES: Record<PythonManager, string[]> = {
  pip: [],
  uv: ['uv'],
  Poetry: ['pypoetry'],
  Pipenv: ['pipenv'],
}
const MANAGER_ENV: Record<PythonManager, Record<string, string>> = {
  pip: {},
  uv: { UV_PROJECT_ENVIRONMENT: '/opt/venv', UV_LINK_MODE: 'copy', UV_PYTHON_DOWNLOADS: 'never' },
  Poetry: { POETRY_VIRTUALENVS_CREATE: 'false' },
  Pipenv: { PIPENV_NOSPIN: '1', PIPENV_VERBOSITY: '-1' },
}

/** Stages deps → build → runtime; the runtime stage holds the virtual environment and the source, and runs as uid 1000. */
export function pythonDockerfile(image: PythonImage): string {
  const build = buildStage(image)
  return dockerfileText([
    ...image.assets,
    depsStage(image),
    ...(build ? [build] : []),
    runtimeStage(image, build !== null),
  ])
}

function depsStage(image: PythonImage): string[] {
  const { project, libraries, added } = image
  const packages = [...(project?.needsGit ? ['git'] : []), ...libraries.build]
  const pip = mounts(image, ['pip'])
  return [
    `FROM python:${image.version}-slim AS deps`,
    installWithCa(),
    ...(packages.length > 0 ? [aptInstall(packages)] : []),
    ...(project?.tool
      ? [
          run(['python', '-m', 'venv', '/opt/tool']),
          runWithCa(['/opt/tool/bin/pip', 'install', project.tool], pip),
        ]
      : []),
    run(['python', '-m', 'venv', '/opt/venv']),
    env({
      VIRTUAL_ENV: '/opt/venv',
      PATH: '/opt/venv/bin:$PATH',
      PIP_DISABLE_PIP_VERSION_CHECK: '1',
      ...(project ? MANAGER_ENV[project.manager] : {}),
    }),
    'WORKDIR /app',
    ...installSteps(image),
    ...(added.length > 0 ? [runWithCa(['pip', 'install', ...added], pip)] : []),
  ]
}

function installSteps(image: PythonImage): string[] {
  const { project, installCommand } = image
  const caches = mounts(image, ['pip', ...(project ? CACHES[project.manager] : [])])
  if (installCommand) return ['COPY . .', runWithCa(userCommand(installCommand), caches)]
  if (!project || project.install.length === 0) return []
  return [
    ...(project.needsSource ? ['COPY . .'] : copyFiles(project.manifests)),
    runWithCa(withTool(project, project.install), caches),
  ]
}

/** null when the source goes into the image as it is. */
function buildStage(image: PythonImage): string[] | null {
  const self = image.project?.installSelf ?? null
  if (!self && image.buildCommands.length === 0) return null
  const caches = mounts(image, ['pip', ...(image.project ? CACHES[image.project.manager] : [])])
  return [
    'FROM deps AS build',
    copySource(image),
    ...(self && image.project ? [runWithCa(withTool(image.project, self), caches)] : []),
    ...workingFolder(image),
    ...pythonPath(image),
    ...image.buildCommands.map(one => runWithCa(userCommand(one))),
  ]
}

function runtimeStage(image: PythonImage, built: boolean): string[] {
  const venvFrom = built && image.project?.installSelf ? 'build' : 'deps'
  const { libraries } = image
  return [
    `FROM python:${image.version}-slim AS runtime`,
    ...(libraries.runtime.length > 0 ? [aptInstall(libraries.runtime)] : []),
    'RUN useradd --uid 1000 --user-group --create-home app',
    env({
      PATH: '/opt/venv/bin:$PATH',
      PYTHONUNBUFFERED: '1',
      FORWARDED_ALLOW_IPS: '*',
      PORT: '8080',
      WEB_CONCURRENCY: '1',
      ...image.environment,
    }),
    ...(image.files.length > 0 ? ['RUN mkdir -p /opt/berth'] : []),
    ...image.files.map(file => writeFile(file.path, file.lines)),
    'WORKDIR /app',
    `COPY --from=${venvFrom} /opt/venv /opt/venv`,
    built ? 'COPY --from=build --chown=1000:1000 /app /app' : copySource(image, '--chown=1000:1000 '),
    ...workingFolder(image),
    'USER 1000:1000',
    'EXPOSE 8080',
    'STOPSIGNAL SIGTERM',
    command(image.command),
  ]
}

const copySource = ({ assets }: PythonImage, owner = '') =>
  assets.length > 0 ? `COPY --from=assets ${owner}/app /app` : `COPY ${owner}. .`

const workingFolder = ({ folder }: PythonImage) => (folder ? [`WORKDIR /app/${folder}`] : [])

const pythonPath = ({ environment }: PythonImage) =>
  environment.PYTHONPATH ? [env({ PYTHONPATH: environment.PYTHONPATH })] : []

const withTool = (project: PythonProject, argv: string[]) =>
  project.tool ? [`/opt/tool/bin/${argv[0]}`, ...argv.slice(1)] : argv

const mounts = ({ cacheScope }: PythonImage, names: string[]) =>
  names.map(name => cacheMount(name, `/root/.cache/${name}`, cacheScope))
