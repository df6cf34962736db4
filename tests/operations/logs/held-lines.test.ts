import { describe, expect, test } from 'vitest'
import type { NewLogEntry } from '@/lib/core/logs/entry'
import { HeldLines } from '@/lib/operations/logs/held-lines'

const line = (text: string, stream: NewLogEntry['stream'] = 'stdout'): NewLogEntry => ({
  at: '2026-01-01T00:00:00.000Z',
  source: 'web.1',
  stream,
  text,
})
const textsOf = (lines: NewLogEntry[]) => lines.map(({ text }) => text)

describe('lines on their way to a log', () => {
  test('are handed out once, in order', () => {
    const held = new HeldLines(10_000)
    for (const text of ['a', 'b', 'c']) held.add(line(text))
    expect(textsOf(held.take())).toEqual(['a', 'b', 'c'])
    expect(held.take()).toEqual([])
  })

  test('of too many the newest are kept, and the others counted before them', () => {
    const held = new HeldLines(10_000)
    for (let i = 1; i <= 100_000; i++) held.add(line(`line ${i}`))
    held.add(line('the reason', 'stderr'))
    const [told, ...kept] = held.take()
    expect(told).toMatchObject({ stream: 'system', source: 'web.1' })
    expect(told?.text).toBe(
      `${100_001 - kept.length} lines were left out: they came faster than they could be stored.`,
    )
    expect(kept.length).toBeGreaterThan(80)
    expect(kept.length).toBeLessThan(100)
    expect(kept.at(-1)?.text).toBe('the reason')
    expect(kept.at(-2)?.text).toBe('line 100000')
  })

  test('count by their length', () => {
    const held = new HeldLines(100_000)
    for (let i = 0; i < 1000; i++) held.add(line('x'.repeat(16_000)))
    expect(held.take().length).toBeLessThan(10)
  })

  test("never lack Berth's own words", () => {
    const held = new HeldLines(1000)
    held.add(line('Fetching', 'system'))
    for (let i = 0; i < 1000; i++) held.add(line(`line ${i}`))
    held.add(line('Failed', 'system'))
    const texts = textsOf(held.take())
    expect(texts[0]).toMatch(/99\d lines were left out/)
    expect(texts[1]).toBe('Fetching')
    expect(texts.at(-1)).toBe('Failed')
  })
})
