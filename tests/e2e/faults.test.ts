import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openStage, type Stage } from '../faults/stage'

let stage: Stage
beforeAll(async () => {
  stage = await openStage()
})
afterAll(() => stage?.close())

/** Every fifth point; `npm run bench -- faults` kills after each. */
const SAMPLE = [1, 6, 11, 16, 21, 26, 31]

describe('a worker that is killed', () => {
  test.each(SAMPLE)(
    'after its change number %i: the deployment ends right by itself, and nothing leaks',
    async number => {
      const { point } = await stage.kill(number)
      expect(point).not.toBeNull()
    },
  )

  test('costs no visitor a request', async () => {
    const { failed, failures, requests } = await stage.load.stop()
    expect({ failed, failures }).toEqual({ failed: 0, failures: {} })
    expect(requests).toBeGreaterThan(100)
  })
})
