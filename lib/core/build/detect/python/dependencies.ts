import { type Dependency, normalName } from './requirements'

/** The Python packages an app asks for, and those its lock file adds. */
export interface Dependencies {
  has(name: string): boolean
  /** Asked for by the app itself, not only by another package. */
  hasDirect(name: string): boolean
  hasExtra(name: string, extra: string): boolean
  version(name: string): string | null
  readonly names: string[]
}

export function collectDependencies(direct: Dependency[], locked: Dependency[] = []): Dependencies {
  const all = new Map<string, Dependency>()
  for (const one of [...locked, ...direct]) {
    const known = all.get(one.name)
    all.set(one.name, {
      name: one.name,
      extras: [...(known?.extras ?? []), ...one.extras],
      version: one.version ?? known?.version ?? null,
    })
  }
  const directNames = new Set(direct.map(one => one.name))
  return {
    has: name => all.has(normalName(name)),
    hasDirect: name => directNames.has(normalName(name)),
    hasExtra: (name, extra) => all.get(normalName(name))?.extras.includes(extra) ?? false,
    version: name => all.get(normalName(name))?.version ?? null,
    names: [...all.keys()].sort(),
  }
}
