import type { Variable } from '@/lib/operations/variables/schema'
import { byName, type Edit, type Edits, edited, settled } from './draft'

/** A variable that both sides changed, each in its own way. */
export interface Clash {
  name: string
  mine: Edit
  /** As saved now; null when it was removed. */
  theirs: Variable | null
}

/** What somebody else saved since `base` was read, and where it clashes with the edits. */
export function compareSides(
  base: readonly Variable[],
  theirs: readonly Variable[],
  edits: Edits,
): { theirNames: string[]; clashes: Clash[] } {
  const before = byName(base)
  const after = byName(theirs)
  const names = [...new Set([...before.keys(), ...after.keys()])].sort()
  const theirNames = names.filter(name => !sameVariable(before.get(name), after.get(name)))
  const clashes = theirNames.flatMap(name => {
    const mine = edits.get(name)
    const saved = after.get(name) ?? null
    return mine === undefined || settled(mine, saved) === undefined ? [] : [{ name, mine, theirs: saved }]
  })
  return { theirNames, clashes }
}

/** A secret's value is not known here: when it was saved tells whether it is another. */
const sameVariable = (a: Variable | undefined, b: Variable | undefined) =>
  a?.value === b?.value &&
  a?.secret === b?.secret &&
  (a === undefined || b === undefined || a.value !== null || a.updatedAt === b.updatedAt)

/** The edits on top of what is saved now, without those of `dropped`. */
export function rebased(edits: Edits, theirs: readonly Variable[], dropped: ReadonlySet<string>): Edits {
  return edited(
    new Map(),
    byName(theirs),
    [...edits].filter(([name]) => !dropped.has(name)),
  )
}
