import { diffVariables } from '@/lib/core/variables/diff'
import { formatDotenv } from '@/lib/core/variables/dotenv'
import { looksSecret } from '@/lib/core/variables/looks-secret'
import type { Edit, VariableRow } from './draft'

/** Stands for a value that is not shown; in text that people edit it says "as it is". */
export const KEPT = '••••••••'

/** One side of a change; a null value is one that is not shown. */
export interface Side {
  value: string | null
  secret: boolean
}

export interface Change {
  name: string
  kind: 'added' | 'changed' | 'removed'
  before: Side | null
  after: Side | null
}

/** What the draft changes, in the order of the names. */
export function draftChanges(rows: readonly VariableRow[]): Change[] {
  return rows.flatMap(({ name, state, value, secret, saved }) =>
    state === 'same'
      ? []
      : [{ name, kind: state, before: saved, after: state === 'removed' ? null : { value, secret } }],
  )
}

export interface ImportPlan {
  /** Added, then changed, each in the order of the names. */
  changes: Change[]
  /** Variables that the text does not have. */
  missing: Change[]
  /** How many stay as they are. */
  same: number
}

/** What it would change to take over the variables of a text. New ones are secret when they look so. */
export function planImport(
  rows: readonly VariableRow[],
  entries: readonly { name: string; value: string }[],
): ImportPlan {
  const before = new Map<string, Side>(
    rows
      .filter(({ state }) => state !== 'removed')
      .map(({ name, value, secret }) => [name, { value, secret }]),
  )
  const flags = new Map(rows.map(({ name, secret }) => [name, secret]))
  const after = new Map<string, Side>(
    entries.map(({ name, value }) => [
      name,
      {
        value: value === KEPT ? null : value,
        secret: flags.get(name) ?? looksSecret(name, value),
      },
    ]),
  )
  const { added, changed, removed } = diffVariables(before, after, sameValue)
  const change = (kind: Change['kind']) => (name: string) => ({
    name,
    kind,
    before: before.get(name) ?? null,
    after: after.get(name) ?? null,
  })
  return {
    changes: [...added.map(change('added')), ...changed.map(change('changed'))],
    missing: removed.map(change('removed')),
    same: entries.length - added.length - changed.length,
  }
}

const sameValue = (before: Side, after: Side) => after.value === null || before.value === after.value

/** The change as an edit of the draft. */
export const editOf = ({ after }: Change): Edit =>
  after === null ? null : { secret: after.secret, ...(after.value === null ? {} : { value: after.value }) }

/** The draft as the text of a `.env` file; values that are not shown stand as `KEPT`. */
export const textOf = (rows: readonly VariableRow[]): string =>
  rows
    .filter(({ state }) => state !== 'removed')
    .map(({ name, value }) => (value === null ? `${name}=${KEPT}\n` : formatDotenv([{ name, value }])))
    .join('')
