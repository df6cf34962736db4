export interface VariableDiff {
  added: string[]
  changed: string[]
  removed: string[]
}

/** The names that differ between two sets, each list in the order of its names. `same`: whether two values are equal. */
export function diffVariables<V>(
  before: ReadonlyMap<string, V>,
  after: ReadonlyMap<string, V>,
  same: (a: V, b: V) => boolean = Object.is,
): VariableDiff {
  const added: string[] = []
  const changed: string[] = []
  for (const [name, value] of after) {
    const old = before.get(name)
    if (old === undefined) added.push(name)
    else if (!same(old, value)) changed.push(name)
  }
  const removed = [...before.keys()].filter(name => !after.has(name))
  return { added: added.sort(), changed: changed.sort(), removed: removed.sort() }
}

/** How many names differ. */
export const diffSize = ({ added, changed, removed }: VariableDiff): number =>
  added.length + changed.length + removed.length
