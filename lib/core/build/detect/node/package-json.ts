import * as z from 'zod'
import { parseJson } from '../json'
import type { Source } from '../source'

const texts = z.record(z.string(), z.string()).default({})

/** The fields of package.json that decide a build. */
const packageJson = z.object({
  main: z.string().optional(),
  packageManager: z.string().optional(),
  scripts: texts,
  dependencies: texts,
  devDependencies: texts,
  optionalDependencies: texts,
  engines: z.object({ node: z.string().optional() }).catch({}).default({}),
  workspaces: z.unknown().optional(),
})
export type PackageJson = z.infer<typeof packageJson>

export function readPackageJson(source: Source): PackageJson | null {
  const text = source.text('package.json')
  return text === undefined ? null : parseJson('package.json', text, packageJson)
}

export const dependsOn = (manifest: PackageJson, name: string) =>
  Object.hasOwn(manifest.dependencies, name) || Object.hasOwn(manifest.devDependencies, name)

/** First number of a dependency's range, e.g. `15` of `^15.1.0`; null when there is none. */
export function majorOf(manifest: PackageJson, name: string): string | null {
  const range = manifest.dependencies[name] ?? manifest.devDependencies[name]
  return (range && /^[\^~>=v\s]*(\d+)/.exec(range)?.[1]) ?? null
}

export const script = (manifest: PackageJson, name: string): string | null =>
  (Object.hasOwn(manifest.scripts, name) ? manifest.scripts[name] : undefined)?.trim() || null
