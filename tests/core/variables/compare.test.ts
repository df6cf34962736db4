import { describe, expect, test } from 'vitest'
import { compareVariables, namesUsedBy } from '@/lib/core/variables/compare'

const side = (values: Record<string, string>, secretNames: string[] = []) => ({
  values: new Map(Object.entries(values)),
  secretNames: new Set(secretNames),
})

describe('two environments', () => {
  test('differ by names that are missing, extra or of another value', () => {
    const found = compareVariables(
      side({ B: '1', A: 'x', SAME: 's', EMPTY: '' }),
      side({ A: 'y', SAME: 's', Z: '' }),
    )
    expect(found).toEqual({
      missing: ['B', 'EMPTY'],
      onlyInTarget: ['Z'],
      different: ['A'],
      same: 1,
      secretInBoth: 0,
    })
  })

  test.each([
    ['equal', 's', 's'],
    ['different', 's', 't'],
  ])('with %s secrets look alike', (_, one, other) => {
    const found = compareVariables(side({ KEY: one }, ['KEY']), side({ KEY: other }, ['KEY']))
    expect(found).toMatchObject({ missing: [], different: [], same: 0, secretInBoth: 1 })
  })

  test.each([
    [['KEY'], []],
    [[], ['KEY']],
  ])('are not compared where one side calls it a secret', (there, here) => {
    const found = compareVariables(side({ KEY: 'a' }, there), side({ KEY: 'a' }, here))
    expect(found).toMatchObject({ different: [], same: 0, secretInBoth: 1 })
  })
})

describe('a command uses', () => {
  test.each<[string, string[]]>([
    ['python manage.py migrate', []],
    [`run --db=$DATABASE_URL "\${KEY}" $DATABASE_URL`, ['DATABASE_URL', 'KEY']],
    [`run \${A:-x} \${B-y} \\$C $1 $$ $(id)`, []],
  ])('%s', (command, names) => {
    expect(namesUsedBy(command)).toEqual(names)
  })
})
