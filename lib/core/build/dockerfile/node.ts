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
  /** The start command uses the package manager. */
  toolAtRunTime: boolean
  command: string
}

/** Stages deps → build → runtime for a server; what runs is installed apart, without what only the build needs. */
export function nodeDockerfile(image: NodeImage): string {
  const hasSource = image.manager.needsSource || image.installCommand !== null
  if (image.build.length === 0) {
    return dockerfileText([
      installStage(image, 'deps', true),
      runtimeStage(
        image,
        hasSource ? [copyApp('deps')] : [copyModules('deps'), 'COPY --chown=1000:1000 . .'],
      ),
    ])
  }
  const deps = installStage(image, 'deps', false)
  if (hasSource || image.keepsBuildModules || !image.manager.installProduction) {
    return dockerfileText([deps, buildStage(image, 'deps', 'build'), runtimeStage(image, [copyApp('build')])])
  }
  return dockerfileText([
    installStage(image, 'modules', true),
    deps,
    [...buildStage(image, 'deps', 'build'), 'RUN rm -rf node_modules'],
    runtimeStage(image, [copyModules('modules'), copyApp('build')]),
  ])
}

/** Stages for apps whose result is files: they are in /app of the stage `name`. */
export const nodeBuildStages = (image: NodeBuild, name: string): string[][] => [
  installStage(image, `${name}-deps`, false),
  [...buildStage(image, `${name}-deps`, name), 'RUN rm -rf node_modules'],
]

const copyModules = (stage: string) =>
  `COPY --from=${stage} --chown=1000:1000 /app/node_modules ./node_modules`
const copyApp = (stage: string) => `COPY --from=${stage} --chown=1000:1000 /app /app`

function installStage(image: NodeBuild, name: string, production: boolean): string[] {
  const { manager, installCommand } = image
  const cache = cacheMount(manager.cache.name, manager.cache.target, image.cacheScope)
  const install = production && manager.installProduction ? manager.installProduction : manager.install
  return [
    `FROM node:${image.major}-slim AS ${name}`,
    installWithCa(),
    ...toolSteps(image),
    ...(Object.keys(manager.environment).length > 0 ? [env(manager.environment)] : []),
    'WORKDIR /app',
    ...(installCommand
      ? ['COPY . .', runWithCa(userCommand(installCommand), [cache])]
      : [
          ...(manager.needsSource ? ['COPY . .'] : copyFiles(manager.manifests)),
          ...(production && image.hasPrepare ? ['RUN npm pkg delete scripts.prepare'] : []),
          runWithCa(install, [cache]),
          'RUN mkdir -p node_modules',
        ]),
  ]
}

const toolSteps = ({ manager, cacheScope }: NodeBuild) =>
  manager.tool
    ? [runWithCa(['npm', 'install', '--global', manager.tool], [cacheMount('npm', '/root/.npm', cacheScope)])]
    : []

function buildStage({ build, manager }: NodeBuild, from: string, name: string): string[] {
  return [
    `FROM ${from} AS ${name}`,
    ...(manager.needsSource ? [] : ['COPY . .']),
    env({ NODE_ENV: 'production', PATH: '/app/node_modules/.bin:$PATH' }),
    ...build.map(one => runWithCa(typeof one === 'string' ? userCommand(one) : one)),
  ]
}

function runtimeStage(image: NodeImage, copies: string[]): string[] {
  const needsTool = image.toolAtRunTime && image.manager.tool !== null
  return [
    `FROM node:${image.major}-slim AS runtime`,
    ...(needsTool ? [installWithCa(), ...toolSteps(image)] : []),
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
