import { afterAll, beforeAll, expect, test } from 'vitest'
import { openStage, type Stage } from '../faults/stage'

let stage: Stage
beforeAll(async () => {
  stage = await openStage()
})
afterAll(() => stage?.close())

/** Every fifth or so; `npm run bench -- faults` kills after each. */
const SAMPLE = [1, 6, 11, 16, 21, 26, 31]

test.each(SAMPLE)(
  'a worker killed after its change number %i: the deployment ends right by itself, and nothing leaks',
  async number => {
    const { point } = await stage.kill(number)
    expect(point).not.toBeNull()
  },
)

test('a worker that stood still for longer than its lease touches nothing when it goes on', async () => {
  expect(await stage.pause(12)).toEqual([])
})

test('of two workers with the same deployment one does it', async () => {
  const [fewer, more] = (await stage.race()).sort((a, b) => a - b)
  // Its try to take it.
  expect(fewer).toBe(1)
  expect(more).toBeGreaterThan(30)
})

test('meanwhile no visitor missed an answer', async () => {
  const { failed, failures, requests } = await stage.load.stop()
  expect({ failed, failures }).toEqual({ failed: 0, failures: {} })
  expect(requests).toBeGreaterThan(100)
})
