import { describe, expect, test } from 'vitest'
import { formationOf } from '@/lib/core/run/formation'

const limits = { memoryMb: 512, cpuMillis: 1000 }
const form = (
  processes: Parameters<typeof formationOf>[0]['processes'],
  overrides: Parameters<typeof formationOf>[0]['overrides'] = {},
) =>
  formationOf({ processes, overrides, ...limits }).map(({ processType, command, count }) => [
    processType,
    command,
    count,
  ])

describe('formation', () => {
  test('is the plan when nothing is changed, web first, the release command left out', () => {
    expect(
      form({
        worker: { command: 'celery' },
        release: { command: 'migrate' },
        web: { command: ['gunicorn'] },
      }),
    ).toEqual([
      ['web', ['gunicorn'], 1],
      ['worker', 'celery', 1],
    ])
  })

  test('takes commands and counts of the user', () => {
    expect(
      form(
        { web: { command: null }, worker: { command: 'a' } },
        { web: { count: 3 }, worker: { command: 'b' } },
      ),
    ).toEqual([
      ['web', null, 3],
      ['worker', 'b', 1],
    ])
  })

  test('always has a web process; another may be scaled to none', () => {
    expect(form({ worker: { command: 'a' } }, { web: { count: 0 }, worker: { count: 0 } })).toEqual([
      ['web', null, 1],
      ['worker', 'a', 0],
    ])
  })

  test('has processes the user added, when they have a command', () => {
    expect(form({ web: { command: null } }, { cron: { command: 'tick' }, ghost: { count: 2 } })).toEqual([
      ['web', null, 1],
      ['cron', 'tick', 1],
    ])
  })

  test('is not confused by names of object members', () => {
    expect(form({ web: { command: null }, constructor: { command: 'x' } })).toEqual([
      ['web', null, 1],
      ['constructor', 'x', 1],
    ])
  })

  test('carries the limits', () => {
    expect(formationOf({ processes: {}, overrides: {}, ...limits })).toEqual([
      { processType: 'web', command: null, count: 1, ...limits },
    ])
  })
})
