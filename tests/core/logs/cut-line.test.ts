import { expect, test } from 'vitest'
import { cutLine } from '@/lib/core/logs/cut-line'
import { MAX_LINE } from '@/lib/core/logs/entry'

test('a line loses its end, and what was overwritten', () => {
  expect(cutLine('hello\r\n')).toBe('hello')
  expect(cutLine('10%\r 50%\r100%\n')).toBe('100%')
  expect(cutLine('\n')).toBe('')
  expect(cutLine('a'.repeat(MAX_LINE))).toHaveLength(MAX_LINE)
})

test('a line that is too long is cut, and says how much is missing', () => {
  const cut = cutLine('x'.repeat(100_000), 900_000)
  expect(cut.length).toBeLessThanOrEqual(MAX_LINE)
  const missing = 1_000_000 - cut.indexOf(' …')
  expect(cut).toContain(`(${missing} more characters)`)
})
