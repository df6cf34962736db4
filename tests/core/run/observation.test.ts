import { describe, expect, test } from 'vitest'
import { type ContainerFacts, isUnchanged, observation, type Seen } from '@/lib/core/run/observation'

const now = new Date('2026-11-25T12:00:00Z')
const ago = (seconds: number) => new Date(now.getTime() - seconds * 1000)

const serving: Seen = {
  observedStatus: 'running',
  observedAt: ago(100),
  containerId: 'c1',
  startedAt: ago(100),
  restartCount: 2,
  engineRestarts: 1,
  recentExits: [ago(200)],
  lastExitAt: ago(101),
  lastExitCode: 1,
  lastOomAt: null,
  ready: true,
  ip: '10.0.0.2',
}
const running: ContainerFacts = {
  id: 'c1',
  status: 'running',
  running: true,
  exitCode: null,
  oomKilled: false,
  restartCount: 1,
  startedAt: ago(100),
  finishedAt: ago(101),
  addresses: { net: '10.0.0.2' },
}
const ended = {
  ...running,
  running: false,
  status: 'exited',
  exitCode: 137,
  finishedAt: ago(3),
  addresses: {},
}
const look = (state: ContainerFacts | null, isWeb = true, before = serving) =>
  observation(before, state, isWeb, now)

describe('a look at an instance', () => {
  test('tells nothing new of one that runs on', () => {
    expect(look(running)).toEqual(serving)
  })

  test('tells its end, since when, and how', () => {
    expect(look(ended)).toEqual({
      ...serving,
      observedStatus: 'exited',
      observedAt: ago(3),
      lastExitAt: ago(3),
      lastExitCode: 137,
      ready: false,
    })
    expect(look({ ...ended, oomKilled: true }).lastOomAt).toEqual(ago(3))
  })

  test('tells that its container is gone', () => {
    expect(look(null)).toEqual({
      ...serving,
      observedStatus: 'missing',
      observedAt: now,
      engineRestarts: 0,
      ready: false,
    })
  })

  test('counts restarts that were not seen, and has the web process answer anew', () => {
    const again = { ...running, restartCount: 3, startedAt: ago(5), finishedAt: ago(6) }
    expect(look(again)).toMatchObject({
      observedStatus: 'running',
      observedAt: ago(5),
      restartCount: 4,
      engineRestarts: 3,
      recentExits: [ago(200), now, now],
      lastExitAt: ago(6),
      lastExitCode: null,
      ready: false,
    })
    expect(look(again, false).ready).toBe(true)
  })

  test('counts from zero again after a start by hand or in another container', () => {
    const byHand = { ...running, restartCount: 0, startedAt: ago(5) }
    expect(look(byHand)).toMatchObject({ restartCount: 2, engineRestarts: 0, ready: false })
    const other = { ...running, id: 'c2', restartCount: 1, startedAt: ago(5) }
    expect(look(other)).toMatchObject({ containerId: 'c2', restartCount: 3, engineRestarts: 1 })
  })

  test('takes the new address of one that runs, and keeps the last one of others', () => {
    expect(look({ ...running, addresses: { net: '10.0.0.9' } }).ip).toBe('10.0.0.9')
    expect(look(ended).ip).toBe('10.0.0.2')
  })

  test('keeps what an event told of the same end, with its code', () => {
    const told = { ...serving, lastExitAt: ago(5), lastExitCode: 9 }
    const again = { ...running, restartCount: 2, startedAt: ago(4), finishedAt: ago(4) }
    expect(look(again, true, told)).toMatchObject({ lastExitAt: ago(5), lastExitCode: 9 })
  })

  test('for the first time keeps it ready: its deployment checked it', () => {
    const fresh: Seen = {
      ...serving,
      observedStatus: null,
      observedAt: null,
      containerId: null,
      startedAt: null,
      restartCount: 0,
      engineRestarts: 0,
      recentExits: [],
      lastExitAt: null,
      lastExitCode: null,
    }
    expect(look({ ...running, restartCount: 0, finishedAt: null }, true, fresh)).toEqual({
      ...fresh,
      observedStatus: 'running',
      observedAt: ago(100),
      containerId: 'c1',
      startedAt: ago(100),
    })
  })
})

describe('a glance', () => {
  const glance = { id: 'c1', status: 'running', addresses: { net: '10.0.0.2' } }
  test.each([
    ['the same', serving, glance, true],
    ['another address', serving, { ...glance, addresses: { net: '10.0.0.3' } }, false],
    ['another container', serving, { ...glance, id: 'c2' }, false],
    ['another state', serving, { ...glance, status: 'exited', addresses: {} }, false],
    ['gone', serving, undefined, false],
    ['still gone', { ...serving, observedStatus: 'missing' }, undefined, true],
    [
      'still ended',
      { ...serving, observedStatus: 'exited' },
      { ...glance, status: 'exited', addresses: {} },
      true,
    ],
  ])('at %s', (_, before, seen, unchanged) => {
    expect(isUnchanged(before, seen)).toBe(unchanged)
  })
})
