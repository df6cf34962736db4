import { describe, expect, test } from 'vitest'
import { exitsWith, isRestartLoop } from '@/lib/core/run/restart-loop'

const now = new Date('2026-11-25T12:00:00Z')
const ago = (seconds: number) => new Date(now.getTime() - seconds * 1000)
const loop = (secondsAgo: number[], upSeconds: number | null = null) =>
  isRestartLoop({
    exits: secondsAgo.map(ago),
    upSince: upSeconds === null ? null : ago(upSeconds),
    now,
  })

describe('a restart loop', () => {
  test('is more than five ends that go on for a minute', () => {
    expect(loop([61, 50, 40, 30, 20, 10])).toBe(true)
    expect(loop([61, 50, 40, 30, 20])).toBe(false)
  })

  test('is not told from six quick ends: what it needs may be back soon', () => {
    expect(loop([6, 5, 4, 3, 2, 1])).toBe(false)
    expect(loop([59, 58, 57, 56, 55, 54, 53, 52])).toBe(false)
  })

  test('is over when it stays up', () => {
    expect(loop([100, 80, 70, 60, 50, 40], 9)).toBe(true)
    expect(loop([100, 80, 70, 60, 50, 40], 11)).toBe(false)
  })

  test('of one that ends every 90 s is told, of one that ends every 3 minutes is not', () => {
    expect(loop([450, 360, 270, 180, 90, 0])).toBe(true)
    expect(loop([900, 720, 540, 360, 180, 0])).toBe(false)
  })
})

describe('the ends that count', () => {
  test('are those of ten minutes, and the new ones', () => {
    expect(exitsWith([ago(601), ago(599)], 2, now)).toEqual([ago(599), now, now])
  })

  test('are bounded', () => {
    expect(exitsWith([], 1000, now)).toHaveLength(20)
  })
})
