import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { scheduleCleanup } from '@/lib/operations/cleanup/schedule'
import { updateCleanupPolicy } from '@/lib/operations/cleanup/update-policy'
import { beat } from '@/lib/operations/system/beat'
import { systemStatus } from '@/lib/operations/system/status'
import { person, type TestRuntime, testRuntime } from '../../support/context'
import { type MemoryEngine, memoryEngine, workerOn } from '../../support/memory-engine'

let at: TestRuntime
let engine: MemoryEngine
beforeAll(async () => {
  at = await testRuntime()
})
afterAll(() => at.close())
beforeEach(async () => {
  engine = memoryEngine()
  await at.runtime.db.cleanupRun.deleteMany()
  await at.runtime.db.diskAlarm.deleteMany()
  at.jobs.length = 0
})

const runs = () => at.runtime.db.cleanupRun.findMany({ orderBy: { createdAt: 'asc' } })
const schedule = () => scheduleCleanup(workerOn(at, engine))
const audited = (verb: string) => at.runtime.db.auditEntry.count({ where: { verb } })
const filled = (used: number) => {
  engine.disk = { total: 120, used, free: 100 - used }
}

describe('cleanups by themselves', () => {
  test('the first one comes a day after the start; then it is there once, however often one looks', async () => {
    await schedule()
    expect(await runs()).toEqual([])
    at.advance(24 * 60 * 60_000)
    await Promise.all([schedule(), schedule(), schedule()])
    expect(await runs()).toMatchObject([{ trigger: 'DAILY', dryRun: false, requestedBy: 'Berth' }])
  })

  test('one whose job was lost is woken again', async () => {
    await at.runtime.db.cleanupRun.create({
      data: {
        id: 'cln_lost',
        trigger: 'USER',
        requestedBy: 'Ada',
        dryRun: true,
        activeSlot: 'cleanup',
        createdAt: new Date(0),
      },
    })
    await schedule()
    expect(at.jobs).toEqual(['cleanup.run cln_lost'])
  })
})

describe('the disk alarm', () => {
  test('is said once when it begins and once when it ends, and cleans up', async () => {
    await updateCleanupPolicy(at.system, { diskAlarmPercent: 80 })
    const worker = workerOn(at, engine)
    filled(79)
    await beat(worker)
    expect((await systemStatus(at.system, {})).diskAlarms).toEqual([])
    filled(81)
    await beat(worker)
    await beat(workerOn(at, engine, 'worker-2'))
    filled(90)
    await beat(worker)
    expect(await audited('disk.alarm')).toBe(1)
    expect(at.logLines.filter(line => line.includes('the disk is nearly full'))).toHaveLength(1)
    const { actor } = await person(at)
    const { diskAlarms } = await systemStatus(at.as(actor), {})
    expect(diskAlarms).toMatchObject([
      { hostname: 'server-1', folder: '/data', percent: 90, alarmPercent: 80 },
    ])
    await schedule()
    expect(await runs()).toMatchObject([{ trigger: 'ALARM' }])
    filled(79)
    await beat(worker)
    expect(await audited('disk.alarm-end')).toBe(0)
    filled(50)
    await beat(worker)
    await beat(worker)
    expect(await audited('disk.alarm-end')).toBe(1)
    expect((await systemStatus(at.system, {})).diskAlarms).toEqual([])
  })

  test('of a server that is gone is forgotten after an hour', async () => {
    const since = at.runtime.clock.now()
    const gone = { hostname: 'gone', folder: '/', percent: 99, since, seenAt: since }
    await at.runtime.db.diskAlarm.create({ data: gone })
    await beat(workerOn(at, engine))
    expect((await systemStatus(at.system, {})).diskAlarms).toMatchObject([{ hostname: 'gone' }])
    at.advance(61 * 60_000)
    await beat(workerOn(at, engine))
    expect((await systemStatus(at.system, {})).diskAlarms).toEqual([])
  })

  test('two workers that see it in the same moment say it once', async () => {
    const before = await audited('disk.alarm')
    filled(95)
    await Promise.all(['1', '2', '3'].map(name => beat(workerOn(at, engine, name))))
    expect(await audited('disk.alarm')).toBe(before + 1)
  })
})
