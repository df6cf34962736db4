import { valueProblem } from '@/lib/core/variables/limits'
import type { Variable } from '@/lib/operations/variables/schema'

/** What changes about one variable; an absent part stays as it is saved. null: it is removed. */
export type Edit = { value?: string; secret?: boolean } | null
export type Edits = ReadonlyMap<string, Edit>

export const NO_EDITS: Edits = new Map()

/** A variable as it will be once the draft is saved. */
export interface VariableRow {
  name: string
  state: 'same' | 'added' | 'changed' | 'removed'
  /** null: the saved value of a secret, or one that may not be seen. */
  value: string | null
  secret: boolean
  /** null for a new one. */
  saved: Variable | null
}

export const byName = (variables: readonly Variable[]): ReadonlyMap<string, Variable> =>
  new Map(variables.map(variable => [variable.name, variable]))

/** The saved variables with the edits laid over them, in the order of the names; removed ones are still among them. */
export function rowsOf(saved: readonly Variable[], edits: Edits): VariableRow[] {
  const known = byName(saved)
  const rows = saved.map(variable => rowOf(variable.name, variable, edits.get(variable.name)))
  for (const [name, edit] of edits) if (!known.has(name)) rows.push(rowOf(name, null, edit))
  return rows.sort((a, b) => (a.name < b.name ? -1 : 1))
}

function rowOf(name: string, saved: Variable | null, edit: Edit | undefined): VariableRow {
  const before = { name, saved, value: saved?.value ?? null, secret: saved?.secret ?? false }
  if (edit === undefined) return { ...before, state: 'same' }
  if (edit === null) return { ...before, state: 'removed' }
  const { value = before.value, secret = before.secret } = edit
  return { name, saved, value, secret, state: saved ? 'changed' : 'added' }
}

/** The edits with `changes` made to them. What comes to nothing against `saved` is left out. */
export function edited(
  edits: Edits,
  saved: ReadonlyMap<string, Variable>,
  changes: Iterable<readonly [name: string, edit: Edit]>,
): Edits {
  const next = new Map(edits)
  for (const [name, edit] of changes) {
    const kept = settled(edit, saved.get(name) ?? null)
    if (kept === undefined) next.delete(name)
    else next.set(name, kept)
  }
  return next
}

/** The edit without what is saved already; undefined when nothing is left. */
export function settled(edit: Edit, saved: Variable | null): Edit | undefined {
  if (edit === null) return saved ? null : undefined
  if (!saved) return edit
  const value = edit.value === saved.value ? undefined : edit.value
  const secret = edit.secret === saved.secret ? undefined : edit.secret
  if (value === undefined && secret === undefined) return undefined
  return { ...(value === undefined ? {} : { value }), ...(secret === undefined ? {} : { secret }) }
}

/** Why the row cannot be saved as it is, as a sentence; null when it can. */
export function rowProblem({ state, value, secret, saved }: VariableRow): string | null {
  if (state !== 'added' && state !== 'changed') return null
  if (value === null) {
    if (!saved) return 'Enter a value.'
    return saved.secret && !secret ? 'Enter the value again to make it readable.' : null
  }
  const problem = valueProblem(value)
  return problem === null ? null : `The value ${problem}.`
}

/** The edits as `variables.update` takes them. */
export function requestOf(edits: Edits) {
  const set: { name: string; value?: string; secret?: boolean }[] = []
  const unset: string[] = []
  for (const [name, edit] of edits) {
    if (edit === null) unset.push(name)
    else set.push({ name, ...edit })
  }
  return { set, unset }
}
