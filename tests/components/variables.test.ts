import { describe, expect, test } from 'vitest'
import { draftChanges, editOf, KEPT, planImport, textOf } from '@/components/variables/changes'
import { compareSides, rebased } from '@/components/variables/conflict'
import {
  byName,
  type Edits,
  edited,
  NO_EDITS,
  requestOf,
  rowProblem,
  rowsOf,
} from '@/components/variables/draft'
import { parseDotenv } from '@/lib/core/variables/dotenv'
import type { Variable } from '@/lib/operations/variables/schema'

const AT = '2026-11-21T03:14:00.000Z'
const LATER = '2026-11-21T03:15:00.000Z'
const plain = (name: string, value: string): Variable => ({ name, value, secret: false, updatedAt: AT })
const secret = (name: string, updatedAt = AT): Variable => ({ name, value: null, secret: true, updatedAt })

const SAVED = [plain('A', '1'), plain('B', '2'), secret('S')]
const edits = (...changes: [string, { value?: string; secret?: boolean } | null][]): Edits =>
  edited(NO_EDITS, byName(SAVED), changes)
const rows = (...changes: Parameters<typeof edits>) => rowsOf(SAVED, edits(...changes))

describe('a draft', () => {
  test('lays edits over what is saved, in the order of the names', () => {
    const shown = rows(['AA', { value: 'new', secret: false }], ['B', { value: '3' }], ['A', null])
    expect(shown.map(({ name, state, value }) => [name, state, value])).toEqual([
      ['A', 'removed', '1'],
      ['AA', 'added', 'new'],
      ['B', 'changed', '3'],
      ['S', 'same', null],
    ])
  })

  test('leaves out what is saved already', () => {
    expect(edits(['A', { value: '1', secret: false }], ['S', { secret: true }], ['NEW', null]).size).toBe(0)
    const there = edits(['A', { value: '9' }])
    expect(edited(there, byName(SAVED), [['A', { value: '1' }]]).size).toBe(0)
    expect(edited(edits(['A', null]), byName(SAVED), [['A', { value: '1' }]]).size).toBe(0)
  })

  test('asks the server only for what changes', () => {
    expect(
      requestOf(edits(['A', { value: '1', secret: true }], ['N', { value: '', secret: false }], ['B', null])),
    ).toEqual({
      set: [
        { name: 'A', secret: true },
        { name: 'N', value: '', secret: false },
      ],
      unset: ['B'],
    })
  })

  test.each([
    [
      'a secret made readable without its value',
      rows(['S', { secret: false }]),
      'Enter the value again to make it readable.',
    ],
    ['a secret made readable with a value', rows(['S', { secret: false, value: 'x' }]), null],
    ['a secret replaced', rows(['S', { value: 'x' }]), null],
    ['a new one without a value', rows(['N', { secret: true }]), 'Enter a value.'],
    ['a new empty one', rows(['N', { value: '', secret: false }]), null],
    [
      'a value too long',
      rows(['A', { value: 'x'.repeat(65_537) }]),
      'The value must be at most 65536 characters.',
    ],
    ['one removed', rows(['S', null]), null],
  ])('%s', (_, shown, problem) => {
    expect(shown.map(rowProblem).find(Boolean) ?? null).toBe(problem)
  })

  test('lists its changes with both sides', () => {
    expect(draftChanges(rows(['A', null], ['S', { value: 'x' }]))).toEqual([
      { name: 'A', kind: 'removed', before: SAVED[0], after: null },
      { name: 'S', kind: 'changed', before: SAVED[2], after: { value: 'x', secret: true } },
    ])
  })

  test('stays quick with 10,000 edits', () => {
    const many = Array.from({ length: 10_000 }, (_, i) => [`N${i}`, { value: 'x', secret: false }] as const)
    expect(rowsOf([], edited(NO_EDITS, new Map(), many))).toHaveLength(10_000)
  })
})

describe('the text of a .env file', () => {
  const plan = (text: string, shown = rows()) => planImport(shown, parseDotenv(text).entries)

  test('is compared with the draft', () => {
    const { changes, missing, same } = plan('A=1\nB=9\nNEW=x\nAPI_TOKEN=y')
    expect(changes).toEqual([
      { name: 'API_TOKEN', kind: 'added', before: null, after: { value: 'y', secret: true } },
      { name: 'NEW', kind: 'added', before: null, after: { value: 'x', secret: false } },
      {
        name: 'B',
        kind: 'changed',
        before: { value: '2', secret: false },
        after: { value: '9', secret: false },
      },
    ])
    expect(missing.map(({ name }) => name)).toEqual(['S'])
    expect(same).toBe(1)
  })

  test('keeps a secret that stands as dots, and replaces one that does not', () => {
    expect(plan(`S=${KEPT}`).changes).toEqual([])
    expect(plan('S=new').changes.map(editOf)).toEqual([{ secret: true, value: 'new' }])
  })

  test('that was written from the draft changes nothing', () => {
    const shown = rows(['N', { value: 'two\nlines', secret: false }], ['B', null])
    const { changes, missing, same } = plan(textOf(shown), shown)
    expect([changes, missing, same]).toEqual([[], [], 3])
  })

  test('takes back a removal when the line is there again', () => {
    const { changes } = plan(`S=${KEPT}`, rows(['S', null]))
    const back = edited(
      edits(['S', null]),
      byName(SAVED),
      changes.map(change => [change.name, editOf(change)]),
    )
    expect(back.size).toBe(0)
  })

  test('does not take dots for the value of a new variable', () => {
    const { changes } = plan(`NEW=${KEPT}`)
    const shown = rows(
      ...changes.map(change => [change.name, editOf(change)] as [string, { secret?: boolean }]),
    )
    expect(shown.map(rowProblem).filter(Boolean)).toEqual(['Enter a value.'])
  })
})

describe('after somebody else saved', () => {
  const THEIRS = [plain('A', 'theirs'), plain('C', 'new'), secret('S', LATER)]

  test('what both changed clashes, the rest of both is kept', () => {
    const mine = edits(
      ['A', { value: 'mine' }],
      ['S', { value: 'mine' }],
      ['N', { value: 'n', secret: false }],
    )
    const { theirNames, clashes } = compareSides(SAVED, THEIRS, mine)
    expect(theirNames).toEqual(['A', 'B', 'C', 'S'])
    expect(clashes).toEqual([
      { name: 'A', mine: { value: 'mine' }, theirs: THEIRS[0] },
      { name: 'S', mine: { value: 'mine' }, theirs: THEIRS[2] },
    ])
    expect([...rebased(mine, THEIRS, new Set(['A']))]).toEqual([
      ['S', { value: 'mine' }],
      ['N', { value: 'n', secret: false }],
    ])
  })

  test('the same change on both sides is no clash', () => {
    const mine = edits(['A', { value: 'theirs' }], ['B', null])
    expect(compareSides(SAVED, THEIRS, mine).clashes).toEqual([])
    expect(rebased(mine, THEIRS, new Set()).size).toBe(0)
  })

  test('an untouched secret is not theirs', () => {
    expect(compareSides(SAVED, SAVED, NO_EDITS).theirNames).toEqual([])
  })
})
