import { PlanProblem, type PlanWarning, shown } from '../problem'
import { isPlainPath, type Source } from '../source'
import type { PackageJson } from './package-json'

export interface NodeManager {
  name: 'npm' | 'pnpm' | 'yarn'
  title: string
  /** Package of the manager itself, installed with npm; null: npm, or a release kept in the repository. */
  tool: string | null
  /** Files copied before the source. */
  manifests: string[]
  /** Installs everything, for the build. */
  install: string[]
  /** Installs what runs only; null: this manager has no such way, and all is kept. */
  installProduction: string[] | null
  run(script: string): string[]
  cache: { name: string; target: string }
  environment: Record<string, string>
  /** The install reads more than the manifests. */
  needsSource: boolean
  warnings: PlanWarning[]
}

const INSTALL_SCRIPTS = ['preinstall', 'install', 'postinstall']

/** `packageManager` field, then the lock file; else npm. */
export function nodeManager(source: Source, manifest: PackageJson): NodeManager {
  const named = /^(npm|pnpm|yarn)@(\d+\.\d+\.\d+)/.exec(manifest.packageManager ?? '')
  const [, name, version] = named ?? []
  if (manifest.packageManager && !named) throw unknownManager(manifest.packageManager)
  if (name === 'pnpm' || (!name && source.has('pnpm-lock.yaml'))) return pnpm(source, manifest, version)
  if (name === 'yarn' || (!name && source.has('yarn.lock'))) return yarn(source, manifest, version)
  if (!name && !source.has('package-lock.json') && (source.has('bun.lock') || source.has('bun.lockb')))
    throw bunOnly()
  return npm(source, manifest)
}

/** What every manager shares: `.npmrc`, and whether the install needs the whole source. */
function shared(source: Source, manifest: PackageJson, files: string[]) {
  const local = Object.values({ ...manifest.dependencies, ...manifest.devDependencies }).some(one =>
    /^(file|link|portal|workspace|patch):|^\.{0,2}\//.test(one),
  )
  return {
    manifests: ['package.json', ...files, '.npmrc'].filter(file => source.has(file)),
    needsSource:
      local ||
      manifest.workspaces !== undefined ||
      INSTALL_SCRIPTS.some(name => Object.hasOwn(manifest.scripts, name)),
    environment: {},
    tool: null,
  }
}

function npm(source: Source, manifest: PackageJson): NodeManager {
  const lock = ['package-lock.json', 'npm-shrinkwrap.json'].find(file => source.has(file))
  const verb = lock ? 'ci' : 'install'
  return {
    ...shared(source, manifest, lock ? [lock] : []),
    name: 'npm',
    title: 'npm',
    install: ['npm', verb],
    installProduction: ['npm', verb, '--omit=dev'],
    run: script => ['npm', 'run', script],
    cache: { name: 'npm', target: '/root/.npm' },
    warnings: lock ? [] : [notLocked('package-lock.json', 'npm install')],
  }
}

/** Which pnpm wrote a lock file, by the file's format. */
const PNPM_BY_LOCKFILE: Record<string, string> = { '5': '7', '6': '8', '9': '10' }

function pnpm(source: Source, manifest: PackageJson, version: string | undefined): NodeManager {
  const lock = source.text('pnpm-lock.yaml')
  const format = /^lockfileVersion:\s*['"]?(\d+)/m.exec(lock ?? '')?.[1] ?? '9'
  const frozen = lock === undefined ? '--no-frozen-lockfile' : '--frozen-lockfile'
  const base = shared(source, manifest, ['pnpm-lock.yaml', 'pnpm-workspace.yaml', '.pnpmfile.cjs'])
  return {
    ...base,
    name: 'pnpm',
    title: 'pnpm',
    tool: `pnpm@${version ?? PNPM_BY_LOCKFILE[format] ?? '10'}`,
    install: ['pnpm', 'install', frozen],
    installProduction: ['pnpm', 'install', frozen, '--prod'],
    run: script => ['pnpm', 'run', script],
    cache: { name: 'pnpm', target: '/root/.local/share/pnpm/store' },
    environment: { CI: 'true' },
    needsSource: base.needsSource || /^packages:/m.test(source.text('pnpm-workspace.yaml') ?? ''),
    warnings: lock === undefined ? [notLocked('pnpm-lock.yaml', 'pnpm install')] : [],
  }
}

function yarn(source: Source, manifest: PackageJson, version: string | undefined): NodeManager {
  const lock = source.text('yarn.lock')
  const warnings = lock === undefined ? [notLocked('yarn.lock', 'yarn install')] : []
  const classic = version ? version.startsWith('1.') : !lock?.includes('__metadata:')
  if (!classic) return berry(source, manifest, version, warnings)
  const frozen = lock === undefined ? [] : ['--frozen-lockfile']
  return {
    ...shared(source, manifest, ['yarn.lock', '.yarnrc']),
    name: 'yarn',
    title: 'Yarn 1',
    tool: `yarn@${version ?? '1'}`,
    install: ['yarn', 'install', ...frozen],
    installProduction: ['yarn', 'install', ...frozen, '--production'],
    run: script => ['yarn', 'run', script],
    cache: { name: 'yarn', target: '/usr/local/share/.cache/yarn' },
    warnings,
  }
}

/** Yarn 2 and newer: from the repository's own release when it holds one; packages in node_modules, which every server can read. */
function berry(
  source: Source,
  manifest: PackageJson,
  version: string | undefined,
  warnings: PlanWarning[],
): NodeManager {
  const settings = source.text('.yarnrc.yml') ?? ''
  const own = /^yarnPath:\s*['"]?(\S+?)['"]?\s*$/m.exec(settings)?.[1]
  const release = own && source.has(own) && isPlainPath(own.replace(/^\./, '')) ? own : null
  const program = release ? ['node', `/app/${release}`] : ['yarn']
  const base = shared(source, manifest, ['yarn.lock', '.yarnrc.yml', ...(release ? [release] : [])])
  return {
    ...base,
    name: 'yarn',
    title: `Yarn ${version?.split('.')[0] ?? '4'}`,
    tool: release ? null : `@yarnpkg/cli-dist@${version ?? '4'}`,
    install: [...program, 'install', warnings.length > 0 ? '--no-immutable' : '--immutable'],
    installProduction: null,
    run: script => [...program, 'run', script],
    cache: { name: 'yarn-berry', target: '/root/.yarn/berry/cache' },
    environment: {
      YARN_NODE_LINKER: 'node-modules',
      YARN_ENABLE_GLOBAL_CACHE: 'true',
      YARN_ENABLE_TELEMETRY: '0',
    },
    needsSource: base.needsSource || /^plugins:/m.test(settings) || source.hasFolder('.yarn/patches'),
    warnings,
  }
}

const notLocked = (lock: string, command: string): PlanWarning => ({
  code: 'unpinned-dependencies',
  sentence: `There is no ${lock}: the next build may install other versions.`,
  fix: `Run \`${command}\` and commit ${lock}.`,
})

const unknownManager = (text: string) =>
  new PlanProblem(
    'build.package-manager-unknown',
    `package.json names the package manager "${shown(text)}", which Berth does not install.`,
    'Write npm, pnpm or yarn with a version, such as `pnpm@10.4.1`, in the field packageManager, or add a Dockerfile.',
  )

const bunOnly = () =>
  new PlanProblem(
    'build.package-manager-unknown',
    'The only lock file is from Bun, which Berth does not install.',
    'Add a lock file of npm, pnpm or Yarn (`npm install --package-lock-only`), or add a Dockerfile.',
  )
