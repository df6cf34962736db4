import { describe, expect, test } from 'vitest'
import { chooseStrategy, expectedMemoryMb, type StrategyFacts } from '@/lib/core/deployment/strategy'
import { startsBeside, wantedInstances } from '@/lib/core/run/wanted'

const roomy: StrategyFacts = {
  wish: null,
  replaces: true,
  web: [200, 200],
  others: [100],
  availableMb: 4000,
  webHasVolume: false,
}

describe('the strategy of a deployment', () => {
  test('is blue/green where everything fits, without a reason to tell', () => {
    expect(chooseStrategy(roomy)).toEqual({ strategy: 'BLUE_GREEN', reason: null })
  })

  test('is what the settings say, and the page says so', () => {
    expect(chooseStrategy({ ...roomy, wish: 'RECREATE' })).toMatchObject({
      strategy: 'RECREATE',
      reason: expect.stringContaining('as set'),
    })
    expect(chooseStrategy({ ...roomy, wish: 'BLUE_GREEN', availableMb: 10 }).strategy).toBe('BLUE_GREEN')
  })

  test('is rolling when only some instances fit, recreate when none does', () => {
    expect(chooseStrategy({ ...roomy, availableMb: 400 })).toMatchObject({
      strategy: 'ROLLING',
      reason: expect.stringContaining('400 MB'),
    })
    expect(chooseStrategy({ ...roomy, availableMb: 200 }).strategy).toBe('RECREATE')
    expect(chooseStrategy({ ...roomy, web: [400], availableMb: 400 }).strategy).toBe('RECREATE')
  })

  test('never asks visitors to wait where nothing serves', () => {
    expect(chooseStrategy({ ...roomy, replaces: false, wish: 'RECREATE', availableMb: 0 }).strategy).toBe(
      'BLUE_GREEN',
    )
  })

  test('lets one version at a time use a volume of the web process', () => {
    expect(chooseStrategy({ ...roomy, webHasVolume: true }).strategy).toBe('RECREATE')
  })

  test('expects of a new instance what the old one takes, and never more than its limit', () => {
    expect(expectedMemoryMb(512, null)).toBe(256)
    expect(expectedMemoryMb(512, 100)).toBe(125)
    expect(expectedMemoryMb(512, 500)).toBe(512)
  })
})

test('only singletons wait in blue/green; rolling starts one, recreate none', () => {
  const limits = { memoryMb: 1, cpuMillis: 1, command: 'x' }
  const wanted = wantedInstances([
    { processType: 'web', count: 2, singleton: false, ...limits },
    { processType: 'beat', count: 1, singleton: true, ...limits },
    { processType: 'worker', count: 1, singleton: false, ...limits },
  ])
  const beside = (strategy: 'BLUE_GREEN' | 'ROLLING' | 'RECREATE') =>
    wanted.filter(one => startsBeside(one, strategy)).map(one => `${one.processType}.${one.index}`)
  expect(beside('BLUE_GREEN')).toEqual(['web.1', 'web.2', 'worker.1'])
  expect(beside('ROLLING')).toEqual(['web.1'])
  expect(beside('RECREATE')).toEqual([])
})
