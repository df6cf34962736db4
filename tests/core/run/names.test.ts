import { describe, expect, test } from 'vitest'
import { containerName, hostname, imageTag, LABEL, networkName, resourceLabels } from '@/lib/core/run/names'

const where = { namespace: 'berth', project: 'shop', app: 'api', environment: 'production' }

describe('names on the engine', () => {
  test('are made of what they stand for', () => {
    expect(containerName({ ...where, process: 'web', index: 2, number: 14 })).toBe(
      'berth_shop_api_production_web-2_d14',
    )
    expect(networkName(where)).toBe('berth_shop_production')
    expect(imageTag({ namespace: 'berth', appId: 'app_01', buildKey: '0123456789abcdef' })).toBe(
      'berth/app_01:0123456789ab',
    )
  })

  test('of two projects never meet, whatever dashes their slugs have', () => {
    const end = { environment: 'production', process: 'web', index: 1, number: 1, namespace: 'berth' }
    expect(containerName({ ...end, project: 'a-b', app: 'c' })).not.toBe(
      containerName({ ...end, project: 'a', app: 'b-c' }),
    )
    expect(networkName({ namespace: 'berth', project: 'a-b', environment: 'c' })).not.toBe(
      networkName({ namespace: 'berth', project: 'a', environment: 'b-c' }),
    )
  })

  test('are names Docker takes', () => {
    const longest = containerName({
      namespace: 'a'.repeat(16),
      project: 'p'.repeat(30),
      app: 'a'.repeat(30),
      environment: 'e'.repeat(30),
      process: 'w'.repeat(31),
      index: 20,
      number: 100_000,
    })
    expect(longest).toMatch(/^[a-zA-Z0-9][a-zA-Z0-9_.-]+$/)
    expect(longest.length).toBeLessThan(255)
  })
})

describe('host name', () => {
  test('keeps its end and fits in 63 characters', () => {
    expect(hostname({ app: 'api', process: 'web', index: 1 })).toBe('api-web-1')
    const long = hostname({ app: `${'a'.repeat(40)}-${'b'.repeat(40)}`, process: 'w'.repeat(31), index: 20 })
    expect(long).toMatch(/^[a-z][a-z-]*-w{31}-20$/)
    expect(long.length).toBeLessThanOrEqual(63)
    expect(hostname({ app: `${'a'.repeat(56)}-b`, process: 'web', index: 1 })).toBe(`${'a'.repeat(56)}-web-1`)
  })
})

test('labels hold what is known and nothing else', () => {
  expect(resourceLabels({ namespace: 'berth', appId: 'app_1' })).toEqual({
    [LABEL.namespace]: 'berth',
    [LABEL.app]: 'app_1',
  })
})
