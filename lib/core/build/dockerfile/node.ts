import type { NodeManager } from '../detect/node/manager'
import {
  cacheMount,
  command,
  copyFiles,
  dockerfileText,
  env,
  installWithCa,
  runWithCa,
  userCommand,
} from './instructions'

/** All that the building of a Node app depends on. */
export interface NodeBuild {
  major: string
  manager: NodeManager
  /** Replaces the manager's install command. */
  installCommand: string | null
  /** Run one after another once the source is there; a command line, or the words of one. */
  build: (string | string[])[]
  /** The `prepare` script is meant for developers' machines: taken out before an install without developers' packages. */
  hasPrepare: boolean
  cacheScope: string | undefined
}

export interface NodeImage extends NodeBuild {
  /** Packages that the build writes into (Prisma's client): keep the build's node_modules. */
  keepsBuildModules: boolean
  /** Folder that the build makes with all that runs; null: the app's folder and node_modules. */
  standalone: string | null
  /** The start command uses the package manager. */
  toolAtRunTime: boolean
  command: string
}

/** Stages base → deps → build → runtime for a server; what runs is installed apart, without what only the build needs. */
export function nodeDockerfile(image: NodeImage): string {
  const base = baseStage(image, 'base')
  if (image.build.length === 0) {
    const copies = hasSource(image) ? [copyApp('deps')] : [copyModules('deps'), 'COPY --chown=1000:1000 . .']
    return dockerfileText([base, installStage(image, 'base', 'deps', true), runtimeStage(image, copies)])
  }
  const building = [
    base,
    installStage(image, 'base', 'deps', false),
    buildStage(image, 'base', 'deps', 'build'),
  ]
  if (image.standalone) {
    const copy = `COPY --from=build --chown=1000:1000 /app/${image.standalone} ./`
    return dockerfileText([...building, runtimeStage(image, [copy])])
  }
  if (keepsModules(image)) return dockerfileText([...building, runtimeStage(image, [copyApp('build')])])
  const copies = [copyModules('modules'), copyApp('build')]
  return dockerfileText([
    ...building,
    installStage(image, 'base', 'modules', true),
    runtimeStage(image, copies),
  ])
}

/** Stages for apps whose result is files: they are in /app of the stage `name`. */
export const nodeBuildStages = (image: NodeBuild, name: string): string[][] => [
  baseStage(image, `${name}-base`),
  installStage(image, `${name}-base`, `${name}-deps`, false),
  buildStage(image, `${name}-base`, `${name}-deps`, name),
]

const hasSource = ({ manager, installCommand }: NodeBuild) => manager.needsSource || installCommand !== null

/** The image holds the node_modules of the build itself. */
const keepsModules = (image: NodeBuild & Partial<NodeImage>) =>
  hasSource(image) || image.keepsBuildModules === true || !image.manager.installProduction

const copyModules = (stage: string) =>
  `COPY --from=${stage} --chown=1000:1000 /app/node_modules ./node_modules`
const copyApp = (stage: string) => `COPY --from=${stage} --chown=1000:1000 /app /app`

function baseStage(image: NodeBuild, name: string): string[] {
  const { manager } = image
  return [
    `FROM node:${image.major}-slim AS ${name}`,
    installWithCa(),
    ...toolSteps(image),
    ...(Object.keys(manager.environment).length > 0 ? [env(manager.environment)] : []),
    'WORKDIR /app',
  ]
}

const toolSteps = ({ manager, cacheScope }: NodeBuild) =>
  manager.tool
    ? [runWithCa(['npm', 'install', '--global', manager.tool], [cacheMount('npm', '/root/.npm', cacheScope)])]
    : []

function installStage(image: NodeBuild, base: string, name: string, production: boolean): string[] {
  const { manager, installCommand } = image
  const cache = cacheMount(manager.cache.name, manager.cache.target, image.cacheScope)
  const from = `FROM ${base} AS ${name}`
  if (installCommand) return [from, 'COPY . .', runWithCa(userCommand(installCommand), [cache])]
  const install = (production && manager.installProduction) || manager.install
  return [
    from,
    ...(manager.needsSource ? ['COPY . .'] : copyFiles(manager.manifests)),
    ...(production && image.hasPrepare ? ['RUN npm pkg delete scripts.prepare'] : []),
    runWithCa(install, [cache]),
    'RUN mkdir -p node_modules',
  ]
}

/** Borrows node_modules from the stage `deps`, which takes no time, unless the build works in them. */
function buildStage(
  image: NodeBuild & Partial<NodeImage>,
  base: string,
  deps: string,
  name: string,
): string[] {
  const inPlace = keepsModules(image)
  const modules = `--mount=type=bind,from=${deps},source=/app/node_modules,target=/app/node_modules,rw`
  return [
    `FROM ${inPlace ? deps : base} AS ${name}`,
    ...(hasSource(image) ? [] : ['COPY . .']),
    env({ NODE_ENV: 'production', PATH: '/app/node_modules/.bin:$PATH' }),
    ...image.build.map(one =>
      runWithCa(typeof one === 'string' ? userCommand(one) : one, inPlace ? [] : [modules]),
    ),
  ]
}

function runtimeStage(image: NodeImage, copies: string[]): string[] {
  const needsTool = image.toolAtRunTime && image.manager.tool !== null
  return [
    `FROM ${needsTool ? 'base' : `node:${image.major}-slim`} AS runtime`,
    env({ NODE_ENV: 'production', PORT: '8080', PATH: '/app/node_modules/.bin:$PATH' }),
    'WORKDIR /app',
    ...copies,
    'USER 1000:1000',
    'EXPOSE 8080',
    'STOPSIGNAL SIGTERM',
    'ENTRYPOINT []',
    command(image.command),
  ]
}
