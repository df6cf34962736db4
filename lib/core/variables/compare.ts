import { diffVariables } from './diff'

/** What an app runs with on one side of a comparison. */
export interface ComparedSide {
  values: ReadonlyMap<string, string>
  /** Names whose values must not be told, nor compared. */
  secretNames: ReadonlySet<string>
}

/** Names that differ between two environments, each list in their order. Whether two secrets are equal is not told. */
export interface VariableComparison {
  missing: string[]
  onlyInTarget: string[]
  different: string[]
  same: number
  /** There in both, secret in at least one. */
  secretInBoth: number
}

export function compareVariables(source: ComparedSide, target: ComparedSide): VariableComparison {
  const isSecret = (name: string) => source.secretNames.has(name) || target.secretNames.has(name)
  const { added, changed, removed } = diffVariables(target.values, source.values)
  const both = [...source.values.keys()].filter(name => target.values.has(name))
  const secret = both.filter(isSecret)
  const different = changed.filter(name => !isSecret(name))
  return {
    missing: added,
    onlyInTarget: removed,
    different,
    same: both.length - secret.length - different.length,
    secretInBoth: secret.length,
  }
}

/** Names that a shell command uses as `$NAME` or `${NAME}`; those with a default in the command are left out. */
export function namesUsedBy(command: string): string[] {
  const used = command.matchAll(/(?<!\\)\$(?:\{([A-Za-z_]\w*)\}|([A-Za-z_]\w*))/g)
  return [...new Set([...used].map(([, braced, bare]) => braced ?? bare ?? ''))]
}
