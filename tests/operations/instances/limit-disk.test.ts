import { afterAll, beforeAll, expect, test } from 'vitest'
import { createApp } from '@/lib/operations/apps/create'
import { readRuntimeLog } from '@/lib/operations/deployments/read-log'
import { diskLimiter } from '@/lib/operations/instances/limit-disk'
import { createProject } from '@/lib/operations/projects/create'
import type { WorkerContext } from '@/lib/operations/worker-context'
import { type TestRuntime, testRuntime } from '../../support/context'
import { testEngine } from '../../support/docker'
import { seedRelease } from '../../support/seed-release'
import { type TestClock, testClock, workerContext } from '../../support/worker-context'

const MIB = 1024 * 1024
const engine = testEngine()
let t: TestRuntime
let clock: TestClock
let ctx: WorkerContext
beforeAll(async () => {
  t = await testRuntime()
  clock = testClock()
  ctx = workerContext(t, { namespace: engine.namespace, clock })
  ctx.worker.instanceDiskBytes = 20 * MIB
  ctx.worker.diskReserveBytes = 0
})
afterAll(async () => {
  await engine.cleanUp()
  await t.close()
})

/** A serving instance whose container has written so much. */
async function instance(megabytes: number) {
  const project = await createProject(t.system, { name: 'Shop' })
  const repositoryUrl = 'https://git.example.test/shop.git'
  const app = await createApp(t.system, { projectId: project.id, name: 'web', repositoryUrl })
  const appEnvironmentId = app.environments[0]?.appEnvironmentId ?? ''
  await seedRelease(t, appEnvironmentId, { phase: 'SUCCEEDED', serving: 1 })
  const command = `dd if=/dev/zero of=/large bs=1M count=${megabytes}; echo written; exec sleep 1000`
  const containerName = await engine.run({ command })
  await t.database.db.instance.updateMany({ where: { appEnvironmentId }, data: { containerName } })
  const written = async () => {
    const lines = engine.docker.logs(containerName, {})
    for await (const { text } of lines) if (text === 'written') return true
    return false
  }
  await expect.poll(written, { timeout: 30_000 }).toBe(true)
  const log = async () =>
    (await readRuntimeLog(t.system, { appEnvironmentId })).entries.map(({ text }) => text)
  return { containerName, log, exists: async () => (await engine.docker.inspect(containerName)) !== null }
}

test('an instance that wrote more than it may is ended, and its log says why; others stay', async () => {
  const [large, small] = await Promise.all([instance(30), instance(10)])
  const look = diskLimiter(ctx)
  await look()
  expect(await large.exists()).toBe(false)
  expect(await small.exists()).toBe(true)
  expect(await small.log()).toEqual([])
  const [line] = await large.log()
  expect(line).toMatch(/^web\.1 wrote 30 MB to its own file system, more than the 20 MB an instance may\./)
  expect(line).toMatch(/started anew with an empty one.*database/)
})

test('it is measured once a minute', async () => {
  const look = diskLimiter(ctx)
  await look()
  const large = await instance(30)
  await look()
  expect(await large.exists()).toBe(true)
  clock.advance(61_000)
  await look()
  expect(await large.exists()).toBe(false)
})

test('when the disk runs short, the one that wrote the most is ended', async () => {
  ctx.worker.instanceDiskBytes = 1000 * MIB
  const look = diskLimiter(ctx)
  await look()
  const [largest, large, small] = await Promise.all([instance(150), instance(120), instance(10)])
  ctx.worker.diskReserveBytes = Number.MAX_SAFE_INTEGER
  clock.advance(6000)
  await look()
  expect(await largest.exists()).toBe(false)
  expect(await large.exists()).toBe(true)
  clock.advance(6000)
  await look()
  expect(await large.exists()).toBe(false)
  clock.advance(6000)
  await look()
  expect(await small.exists()).toBe(true)
  expect((await largest.log())[0]).toMatch(/wrote 150 MB .* the disk of the server is nearly full/)
})
