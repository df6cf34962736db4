import { expect, test } from 'vitest'
import { needsStart, OBSERVED, observedOf, repairPauseMs, repairSentence } from '@/lib/core/run/observed'

test('a container is what the engine says, or missing; what nobody knows is dead', () => {
  expect([undefined, 'running', 'restarting', 'odd'].map(observedOf)).toEqual([
    'missing',
    'running',
    'restarting',
    'dead',
  ])
})

test('only what nobody else starts, and nobody paused, is started', () => {
  expect(OBSERVED.filter(needsStart)).toEqual(['created', 'exited', 'dead', 'missing'])
})

test('the activity says what had happened', () => {
  expect(repairSentence('web.1', 'missing')).toBe('web.1 was gone; started again')
  expect(repairSentence('worker.2', 'exited')).toBe('worker.2 was stopped; started again')
})

test('attempts to start come ever later', () => {
  expect([0, 1, 2, 3, 6, 100].map(repairPauseMs)).toEqual([2000, 2000, 4000, 8000, 60_000, 60_000])
})
