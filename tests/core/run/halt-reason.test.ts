import { expect, test } from 'vitest'
import { haltReasonOf, isOomEnd } from '@/lib/core/run/halt-reason'
import { isPass } from '@/lib/core/run/probe-pass'

const at = new Date('2026-11-25T12:00:00Z')
const facts = {
  process: 'web.1',
  exits: 8,
  lastExitCode: 1,
  lastExitAt: at,
  lastOomAt: null,
  memoryMb: 64,
  lastLines: Array.from({ length: 12 }, (_, i) => `line ${i}`).concat("KeyError: 'DATABASE_URL'"),
}

test('the reason of a halt has the last words, what to do, and the last ten lines', () => {
  const reason = haltReasonOf(facts)
  expect(reason.code).toBe('run.exited')
  expect(reason.sentence).toBe(
    "web.1 ended 8 times with exit code 1 instead of staying up. Its last line: KeyError: 'DATABASE_URL'",
  )
  expect(reason.fix).toContain('DATABASE_URL')
  expect(reason.lastLines).toHaveLength(10)
})

test('the reason of a halt for want of memory names the limit', () => {
  const reason = haltReasonOf({ ...facts, lastExitCode: 137, lastOomAt: new Date(at.getTime() - 100) })
  expect(reason.code).toBe('run.out-of-memory')
  expect(reason.sentence).toContain('64 MB')
})

test('an end long after the kernel ended a process is another one', () => {
  const lastOomAt = new Date(at.getTime() - 60_000)
  expect(isOomEnd({ lastExitAt: at, lastOomAt })).toBe(false)
  expect(isOomEnd({ lastExitAt: null, lastOomAt })).toBe(true)
  expect(isOomEnd({ lastExitAt: at, lastOomAt: null })).toBe(false)
})

test('an answer is good below 500, or with a health path from 200 to 299', () => {
  const status = (code: number) => ({ kind: 'status' as const, status: code })
  expect([200, 302, 404, 499, 500].map(code => isPass(status(code), null))).toEqual([
    true,
    true,
    true,
    true,
    false,
  ])
  expect([200, 204, 299, 302, 404, 500].map(code => isPass(status(code), '/up'))).toEqual([
    true,
    true,
    true,
    false,
    false,
    false,
  ])
  expect(isPass({ kind: 'refused' }, null)).toBe(false)
})
