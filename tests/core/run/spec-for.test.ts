import { describe, expect, test } from 'vitest'
import { LABEL } from '@/lib/core/run/names'
import { containerSpecFor, type SpecInput } from '@/lib/core/run/spec-for'

const input: SpecInput = {
  name: 'berth_shop_api_production_web-1_d1',
  namespace: 'berth',
  image: 'sha256:abc',
  processType: 'web',
  index: 1,
  command: null,
  memoryMb: 512,
  cpuMillis: 1000,
  port: 8080,
  variables: {},
  commitSha: 'c0ffee',
  network: 'berth_shop_production',
  appSlug: 'api',
  environment: { slug: 'production', kind: 'PRODUCTION' },
  ids: {
    appId: 'app_1',
    appEnvironmentId: 'ape_1',
    releaseId: 'rel_1',
    deploymentId: 'dpl_1',
    instanceId: 'ins_1',
  },
}

describe('container of an instance', () => {
  test('is told its port, size, stage and commit', () => {
    expect(containerSpecFor(input).env).toEqual({
      PORT: '8080',
      WEB_CONCURRENCY: '2',
      PYTHONUNBUFFERED: '1',
      FORWARDED_ALLOW_IPS: '*',
      ENVIRONMENT: 'production',
      SOURCE_COMMIT: 'c0ffee',
    })
  })

  test("has the user's variables above ours", () => {
    const { env } = containerSpecFor({ ...input, variables: { PORT: '3000', ENVIRONMENT: '', A: 'b' } })
    expect(env).toMatchObject({ PORT: '3000', ENVIRONMENT: '', A: 'b' })
  })

  test.each([
    [{ slug: 'live', kind: 'PRODUCTION' } as const, 'production'],
    [{ slug: 'test', kind: 'STAGING' } as const, 'staging'],
    [{ slug: 'load-test', kind: 'CUSTOM' } as const, 'load-test'],
  ])('of %o has ENVIRONMENT=%s', (environment, expected) => {
    expect(containerSpecFor({ ...input, environment }).env.ENVIRONMENT).toBe(expected)
  })

  test('is found by the name of its app; a release command by none', () => {
    expect(containerSpecFor(input).aliases).toEqual(['api'])
    expect(containerSpecFor({ ...input, processType: 'worker' }).aliases).toEqual(['api-worker'])
    expect(containerSpecFor({ ...input, processType: 'release' }).aliases).toEqual([])
  })

  test('carries every id it belongs to', () => {
    expect(containerSpecFor(input).labels).toEqual({
      [LABEL.namespace]: 'berth',
      [LABEL.app]: 'app_1',
      [LABEL.appEnvironment]: 'ape_1',
      [LABEL.release]: 'rel_1',
      [LABEL.deployment]: 'dpl_1',
      [LABEL.instance]: 'ins_1',
      [LABEL.process]: 'web',
      [LABEL.index]: '1',
    })
  })
})
