import { describe, expect, test } from 'vitest'
import { isAlarming, usedPercent } from '@/lib/core/cleanup/disk-alarm'
import { itemKey } from '@/lib/core/cleanup/item-key'
import { type CleanupFacts, planCleanup } from '@/lib/core/cleanup/plan-cleanup'
import { cleanupPolicy, DEFAULT_POLICY } from '@/lib/core/cleanup/policy'
import { dueCleanup, type ScheduleFacts } from '@/lib/core/cleanup/schedule'
import { world } from './facts'

const GB = 1024 ** 3
const facts = (changes: Partial<CleanupFacts>): CleanupFacts => ({
  ...world(),
  policy: DEFAULT_POLICY,
  imageless: [],
  buildCacheBytes: null,
  networks: [],
  environments: { ids: new Set(), networks: new Set() },
  orphanLogs: [],
  orphanMirrors: [],
  leftovers: [],
  orphanVolumes: [],
  ...changes,
})
const keys = (changes: Partial<CleanupFacts>) => planCleanup(facts(changes)).remove.map(itemKey)

describe('what else may go', () => {
  test('of the build cache only what is over its budget', () => {
    expect(keys({ buildCacheBytes: 19 * GB })).toEqual([])
    const [item] = planCleanup(facts({ buildCacheBytes: 25 * GB })).remove
    expect(item).toMatchObject({ kind: 'build-cache', sizeBytes: 25 * GB - 20_000 * 1024 ** 2 })
  })

  test('networks of environments that are not there, unless one of that name is', () => {
    const networks = [
      { name: 'berth_shop_production', environmentId: 'env_here' },
      { name: 'berth_shop_gone', environmentId: 'env_gone' },
      { name: 'berth_shop_staging', environmentId: 'env_before' },
      { name: 'somebody', environmentId: null },
    ]
    const environments = { ids: new Set(['env_here']), networks: new Set(['berth_shop_staging']) }
    expect(keys({ networks, environments })).toEqual(['network berth_shop_gone'])
  })

  test('logs, mirrors and temporary files that nothing knows; never a volume', () => {
    const thing = (name: string) => [{ name, sizeBytes: 5 }]
    const changes = {
      orphanLogs: thing('deployment/dpl_1'),
      orphanMirrors: thing('app_1'),
      leftovers: thing('/x/git-1-a'),
      orphanVolumes: thing('data'),
      imageless: [{ id: 'bld_1', name: 'shop a1b2c3d' }],
    }
    expect(keys(changes)).toEqual([
      'build-record bld_1',
      'log deployment/dpl_1',
      'mirror app_1',
      'leftover /x/git-1-a',
    ])
    expect(planCleanup(facts(changes)).keep).toMatchObject([{ kind: 'volume', name: 'data' }])
  })
})

describe('the disk alarm', () => {
  test('counts what may be used, as df does', () => {
    expect(usedPercent({ used: 18, free: 74 })).toBeCloseTo(19.57, 1)
    expect(usedPercent({ used: 0, free: 0 })).toBe(0)
  })
  test('begins at the share that is set and ends a little below', () => {
    expect([84.9, 85, 99].map(percent => isAlarming(percent, 85, false))).toEqual([false, true, true])
    expect([82.9, 83, 84].map(percent => isAlarming(percent, 85, true))).toEqual([false, true, true])
  })
})

describe('the cleanup that is due', () => {
  const now = new Date('2026-11-25T12:00:00Z')
  const ago = (minutes: number) => new Date(now.getTime() - minutes * 60_000)
  const due = (changes: Partial<ScheduleFacts>) =>
    dueCleanup({
      now,
      since: ago(5),
      lastRun: null,
      lastFullRun: null,
      lastSuccessfulDeployment: null,
      alarmSince: null,
      ...changes,
    })
  const run = (minutes: number) => ({ trigger: 'DEPLOYMENT' as const, createdAt: ago(minutes) })

  test('is none on a new installation', () => expect(due({})).toBeNull())
  test('comes daily', () => {
    expect(due({ since: ago(24 * 60) })).toBe('DAILY')
    expect(due({ since: ago(99 * 60), lastFullRun: ago(23 * 60) })).toBeNull()
    expect(due({ lastFullRun: ago(24 * 60) })).toBe('DAILY')
  })
  test('comes after a deployment, once for a burst of them', () => {
    expect(due({ lastSuccessfulDeployment: ago(1) })).toBe('DEPLOYMENT')
    expect(due({ lastSuccessfulDeployment: ago(1), lastRun: run(9) })).toBeNull()
    expect(due({ lastSuccessfulDeployment: ago(1), lastRun: run(10) })).toBe('DEPLOYMENT')
    expect(due({ lastSuccessfulDeployment: ago(12), lastRun: run(11) })).toBeNull()
  })
  test('comes at once with a disk alarm, and hourly while it lasts', () => {
    expect(due({ alarmSince: ago(0), lastFullRun: ago(1) })).toBe('ALARM')
    expect(due({ alarmSince: ago(30), lastFullRun: ago(29) })).toBeNull()
    expect(due({ alarmSince: ago(90), lastFullRun: ago(60) })).toBe('ALARM')
  })
})

test('a policy keeps at least one release and leaves some build cache', () => {
  expect(cleanupPolicy.safeParse(DEFAULT_POLICY).success).toBe(true)
  for (const wrong of [
    { keepReleases: 0 },
    { keepReleases: 1.5 },
    { buildCacheMb: 0 },
    { diskAlarmPercent: 100 },
  ])
    expect(cleanupPolicy.safeParse({ ...DEFAULT_POLICY, ...wrong }).success).toBe(false)
})
