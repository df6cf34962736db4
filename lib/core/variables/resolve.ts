export interface NamedValue {
  name: string
  value: string
  secret: boolean
}

/** What an app runs with. Values are literal: `$` and the like mean nothing. */
export interface ResolvedVariables {
  values: Record<string, string>
  /** Names whose values must be masked in logs. */
  secretNames: string[]
}

/** The environment's shared variables with the app's own laid over them, in the order of the names. */
export function resolve(shared: readonly NamedValue[], own: readonly NamedValue[]): ResolvedVariables {
  const byName = new Map([...shared, ...own].map(variable => [variable.name, variable]))
  const winners = [...byName.values()].sort((a, b) => (a.name < b.name ? -1 : 1))
  return {
    values: Object.fromEntries(winners.map(({ name, value }) => [name, value])),
    secretNames: winners.filter(({ secret }) => secret).map(({ name }) => name),
  }
}
