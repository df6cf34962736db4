import { describe, expect, it } from 'vitest'
import { diffSize, diffVariables } from '@/lib/core/variables/diff'
import { resolve } from '@/lib/core/variables/resolve'

const plain = (name: string, value: string) => ({ name, value, secret: false })
const secret = (name: string, value: string) => ({ name, value, secret: true })

describe('resolve', () => {
  it('lays the own variables over the shared ones, flag included, in the order of the names', () => {
    const { values, secretNames } = resolve(
      [secret('B', 'shared'), plain('D', 'shared'), secret('C', 'shared')],
      [plain('B', 'own'), secret('D', 'own'), plain('A', 'own')],
    )
    expect(Object.entries(values)).toEqual([
      ['A', 'own'],
      ['B', 'own'],
      ['C', 'shared'],
      ['D', 'own'],
    ])
    expect(secretNames).toEqual(['C', 'D'])
  })

  it('takes values as they are', () => {
    expect(resolve([], [plain('A', '$B'), plain('B', '$' + '{A}'), plain('toString', 'x')]).values).toEqual({
      A: '$B',
      B: '$' + '{A}',
      toString: 'x',
    })
    expect(resolve([], [])).toEqual({ values: {}, secretNames: [] })
  })
})

describe('diffVariables', () => {
  it('names what was added, changed and removed', () => {
    const before = new Map([
      ['A', '1'],
      ['B', '2'],
      ['Z', '3'],
      ['Y', '4'],
    ])
    const after = new Map([
      ['D', '5'],
      ['C', '6'],
      ['B', 'two'],
      ['A', '1'],
    ])
    const diff = diffVariables(before, after)
    expect(diff).toEqual({ added: ['C', 'D'], changed: ['B'], removed: ['Y', 'Z'] })
    expect(diffSize(diff)).toBe(5)
    expect(diffSize(diffVariables(before, before))).toBe(0)
  })

  it('compares as it is told', () => {
    const side = (value: string | null) => new Map([['A', { value }]])
    const same = (a: { value: string | null }, b: { value: string | null }) =>
      a.value !== null && a.value === b.value
    expect(diffVariables(side('x'), side('x'), same).changed).toEqual([])
    expect(diffVariables(side(null), side(null), same).changed).toEqual(['A'])
  })
})
