import { nodeBuildStages } from '../../dockerfile/node'
import type { DetectOptions } from '../options'
import type { Source } from '../source'
import { nodeManager } from './manager'
import { readPackageJson, script } from './package-json'
import { nodeVersion } from './version'

/** Stages that run the `build` script beside an app in another language; the last is named `assets`. Empty without such a script. */
export function assetStages(source: Source, { settings, cacheScope }: DetectOptions): string[][] {
  const manifest = readPackageJson(source)
  if (!manifest || !script(manifest, 'build')) return []
  const manager = nodeManager(source, manifest)
  return nodeBuildStages(
    {
      major: nodeVersion(source, manifest, settings).major,
      manager,
      installCommand: null,
      build: [manager.run('build')],
      hasPrepare: false,
      cacheScope,
    },
    'assets',
  )
}
