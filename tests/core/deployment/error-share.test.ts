import { expect, test } from 'vitest'
import { failsTooOften, since, sumOf } from '@/lib/core/deployment/error-share'

const well = { all: 1000, failed: 0 }

test.each([
  ['nothing was asked', { all: 0, failed: 0 }, well, false],
  ['all is well', { all: 500, failed: 0 }, well, false],
  ['a few fail of few', { all: 12, failed: 9 }, well, false],
  ['every other fails', { all: 30, failed: 15 }, well, true],
  ['all fail', { all: 10, failed: 10 }, well, true],
  ['it is as bad as before', { all: 100, failed: 50 }, { all: 100, failed: 48 }, false],
  ['it is worse than before', { all: 100, failed: 80 }, { all: 100, failed: 48 }, true],
  ['there was none before', { all: 100, failed: 30 }, { all: 0, failed: 0 }, true],
  ['one in ten fails', { all: 1000, failed: 100 }, well, false],
])('%s', (_, fresh, before, expected) => {
  expect(failsTooOften(fresh, before)).toBe(expected)
})

test('only what came since is counted, over all instances', () => {
  expect(since({ all: 10, failed: 4 }, { all: 7, failed: 4 })).toEqual({ all: 3, failed: 0 })
  expect(sumOf([well, { all: 1, failed: 1 }])).toEqual({ all: 1001, failed: 1 })
})
