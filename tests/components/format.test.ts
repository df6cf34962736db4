import { describe, expect, it } from 'vitest'
import { count, formatAgo, formatBytes, formatDuration, formatUtc } from '@/components/feedback/format'

const NOW = Date.parse('2026-11-21T12:00:00Z')
const ago = (ms: number) => formatAgo(new Date(NOW - ms).toISOString(), NOW)

describe('formatAgo', () => {
  it.each([
    [0, 'just now'],
    [59_999, 'just now'],
    [60_000, '1 min ago'],
    [59 * 60_000, '59 min ago'],
    [60 * 60_000, '1 h ago'],
    [23 * 3_600_000, '23 h ago'],
    [24 * 3_600_000, '1 day ago'],
    [30 * 24 * 3_600_000, '30 days ago'],
    [31 * 24 * 3_600_000, '21 Oct 2026'],
  ])('says for %i ms: %s', (ms, text) => {
    expect(ago(ms)).toBe(text)
  })

  it('takes a clock that is ahead as now', () => {
    expect(ago(-3_600_000)).toBe('just now')
  })

  it('shows what is no time as it is', () => {
    expect(formatAgo('soon', NOW)).toBe('soon')
    expect(formatUtc('soon')).toBe('soon')
  })
})

describe('formatUtc', () => {
  it('does not depend on the time zone of the machine', () => {
    expect(formatUtc('2026-01-02T23:04:05+05:00')).toBe('2 Jan 2026, 18:04 UTC')
  })
})

describe('formatDuration', () => {
  it.each([
    [-5, '0.0 s'],
    [420, '0.4 s'],
    [9940, '9.9 s'],
    [9960, '10 s'],
    [59_499, '59 s'],
    [59_600, '1 min 00 s'],
    [185_000, '3 min 05 s'],
    [3_725_000, '1 h 02 min'],
  ])('says for %i ms: %s', (ms, text) => {
    expect(formatDuration(ms)).toBe(text)
  })
})

describe('formatBytes', () => {
  it.each([
    [0, '0 B'],
    [1023, '1023 B'],
    [1536, '1.5 KB'],
    [512 * 1024 ** 2, '512 MB'],
    [3.2 * 1024 ** 3, '3.2 GB'],
    [5000 * 1024 ** 4, '5000 TB'],
  ])('says for %i: %s', (bytes, text) => {
    expect(formatBytes(bytes)).toBe(text)
  })
})

describe('count', () => {
  it('uses the plural for all but one', () => {
    expect([0, 1, 2, 1000].map(n => count(n, 'app'))).toEqual(['0 apps', '1 app', '2 apps', '1,000 apps'])
  })
})
