import { describe, expect, test } from 'vitest'
import {
  doubledSingletons,
  type Formation,
  formation,
  formationChanges,
  formationOf,
} from '@/lib/core/run/formation'

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

  test('carries the limits, of the environment unless a process type has its own', () => {
    const made = formationOf({
      processes: { worker: { command: 'a' } },
      overrides: { worker: { memoryMb: 2048, stopSeconds: 600 } },
      ...limits,
    })
    expect(made).toEqual([
      { processType: 'web', command: null, count: 1, ...limits, singleton: false, stopSeconds: 30 },
      {
        processType: 'worker',
        command: 'a',
        count: 1,
        memoryMb: 2048,
        cpuMillis: 1000,
        singleton: false,
        stopSeconds: 600,
      },
    ])
  })

  test('of a release made before there were singletons is still read', () => {
    const old = { processType: 'web', command: null, count: 1, ...limits }
    expect(formation.parse([old])).toEqual([{ ...old, singleton: false }])
  })
})

describe('a singleton', () => {
  const singles = (processes: Record<string, { command: string | string[] | null }>, overrides = {}) =>
    formationOf({ processes, overrides, ...limits })
      .filter(({ singleton }) => singleton)
      .map(({ processType, count }) => `${processType} ${count}`)

  test.each([
    ['beat', 'anything'],
    ['scheduler', 'anything'],
    ['clock', 'anything'],
    ['tick', 'exec celery -A shop:app beat --loglevel=info'],
    ['tick', ['celery', '-A', 'shop', 'beat']],
    ['tick', 'cd /app &&\n celery\n beat'],
  ])('is %s running %j', (type, command) => {
    expect(singles({ [type]: { command } })).toEqual([`${type} 1`])
  })

  test.each([
    ['worker', 'celery -A shop worker'],
    ['web', 'celery beat'],
    ['beats', 'python beats.py'],
    ['heart', 'celery -A heartbeat worker'],
  ])('is not %s running %j', (type, command) => {
    expect(singles({ [type]: { command } })).toEqual([])
  })

  test('is what the user says, and never has two instances', () => {
    const processes = { beat: { command: 'a' }, worker: { command: 'b' } }
    expect(singles(processes, { beat: { singleton: false }, worker: { singleton: true, count: 4 } })).toEqual(
      ['worker 1'],
    )
    expect(singles(processes, { beat: { count: 0 } })).toEqual(['beat 0'])
  })

  test('with two instances is told apart from a process that may have them', () => {
    const processes = { tick: { command: 'celery beat' }, worker: { command: 'b' } }
    const doubled = (overrides: Parameters<typeof doubledSingletons>[0]['overrides']) =>
      doubledSingletons({ processes, overrides })
    expect(doubled({ tick: { count: 2 }, worker: { count: 2 } })).toEqual(['tick'])
    expect(doubled({ clock: { command: 'x', count: 2 } })).toEqual(['clock'])
    expect(doubled({ tick: { count: 2, singleton: false }, beat: { count: 1 } })).toEqual([])
  })
})

describe('changes of a formation', () => {
  const web: Formation[number] = {
    processType: 'web',
    command: null,
    count: 1,
    ...limits,
    singleton: false,
  }

  test('are the process types that come, go or differ', () => {
    const worker = { ...web, processType: 'worker', command: 'a' }
    expect(formationChanges([web], [web, worker])).toEqual(['worker'])
    expect(formationChanges([web, worker], [web])).toEqual(['worker'])
    expect(
      formationChanges(
        [web, worker],
        [
          { ...web, count: 2 },
          { ...worker, memoryMb: 1 },
        ],
      ),
    ).toEqual(['web', 'worker'])
  })

  test('are none when only what is usual was not written down', () => {
    expect(formationChanges([web], [{ ...web, stopSeconds: 30 }])).toEqual([])
  })
})
