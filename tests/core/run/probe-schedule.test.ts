import { expect, test } from 'vitest'
import { nextProbeDelay } from '@/lib/core/run/probe-schedule'

test('probing starts at 50 ms, never speeds up, and ends at one a second', () => {
  const delays = Array.from({ length: 40 }, (_, attempt) => nextProbeDelay(attempt))
  expect(delays[0]).toBe(50)
  expect(delays.at(-1)).toBe(1000)
  expect(delays).toEqual(delays.toSorted((a, b) => a - b))
})

test('the wait is never much more than a quarter of the time that has passed', () => {
  let passed = 50
  for (let attempt = 1; attempt < 40; attempt++) {
    expect(nextProbeDelay(attempt)).toBeLessThanOrEqual(passed * 0.25 + 51)
    passed += nextProbeDelay(attempt)
  }
})

test('odd attempt numbers are harmless', () => {
  expect(nextProbeDelay(-3)).toBe(50)
  expect(nextProbeDelay(1e9)).toBe(1000)
})
