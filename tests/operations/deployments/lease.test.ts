import { afterAll, beforeAll, expect, test } from 'vitest'
import { updateAppEnvironment } from '@/lib/operations/app-environments/update'
import { createApp } from '@/lib/operations/apps/create'
import { cancelDeployment } from '@/lib/operations/deployments/cancel'
import { createDeployment } from '@/lib/operations/deployments/create'
import { getDeployment } from '@/lib/operations/deployments/get'
import { rollBack } from '@/lib/operations/deployments/roll-back'
import { openDeploymentLog } from '@/lib/operations/deployments/run/deployment-log'
import { claimLease, type Lease } from '@/lib/operations/deployments/run/lease'
import { move } from '@/lib/operations/deployments/run/move'
import { RUN_PARTS, type Run } from '@/lib/operations/deployments/run/run'
import { LeaseLost } from '@/lib/operations/deployments/run/stop-reasons'
import { createProject } from '@/lib/operations/projects/create'
import type { WorkerContext } from '@/lib/operations/worker-context'
import { type TestRuntime, testRuntime } from '../../support/context'
import { seedRelease } from '../../support/seed-release'

let t: TestRuntime
const never = new AbortController().signal
const leases: Lease[] = []
beforeAll(async () => {
  t = await testRuntime()
})
afterAll(async () => {
  for (const lease of leases) lease.stop()
  await t.close()
})

/** A lease needs no more of a worker than what every context has, and its name. */
const worker = (workerId: string) => ({ ...t.system, workerId }) as WorkerContext

async function claim(workerId: string, deploymentId: string): Promise<Lease | null> {
  const lease = await claimLease(worker(workerId), deploymentId, never)
  if (lease) leases.push(lease)
  return lease
}

/** An app with a branch in production; returns the pair's id. */
async function target(): Promise<string> {
  const project = await createProject(t.system, { name: 'Shop' })
  const repositoryUrl = 'https://git.example.test/shop.git'
  const app = await createApp(t.system, { projectId: project.id, name: 'web', repositoryUrl })
  const appEnvironmentId = app.environments[0]?.appEnvironmentId ?? ''
  await updateAppEnvironment(t.system, { appEnvironmentId, branch: 'main' })
  return appEnvironmentId
}

const deploy = (appEnvironmentId: string) => createDeployment(t.system, { appEnvironmentId })
const phaseOf = async (deploymentId: string) => (await getDeployment(t.system, { deploymentId })).phase

async function runOf(workerId: string, deploymentId: string, lease: Lease): Promise<Run> {
  const ctx = worker(workerId)
  const row = await t.database.db.deployment.findUniqueOrThrow({
    where: { id: deploymentId },
    include: RUN_PARTS,
  })
  return { ctx, row, lease, log: openDeploymentLog(ctx, deploymentId) }
}

test('a newer deployment supersedes the one that waits; numbers go up without a gap', async () => {
  const appEnvironmentId = await target()
  const made = await Promise.all([1, 2, 3, 4].map(() => deploy(appEnvironmentId)))
  expect(made.map(({ number }) => number).sort()).toEqual([1, 2, 3, 4])
  const phases = await Promise.all(made.map(({ id }) => phaseOf(id)))
  expect(phases.filter(phase => phase === 'QUEUED')).toHaveLength(1)
  expect(phases.filter(phase => phase === 'SUPERSEDED')).toHaveLength(3)
  expect(await phaseOf(made.find(({ number }) => number === 4)?.id ?? '')).toBe('QUEUED')
})

test('one worker has a deployment; another takes it when the lease has run out, and the first can move nothing', async () => {
  const { id } = await deploy(await target())
  const first = await claim('one', id)
  if (!first) throw new Error('the first worker did not get it')
  expect(await claim('two', id)).toBeNull()
  await t.database.db.deployment.update({ where: { id }, data: { leaseUntil: new Date(Date.now() - 1000) } })
  const second = await claim('two', id)
  expect(second?.fence).toBe(first.fence + 1)
  await expect(move(await runOf('one', id, first), { to: 'PREPARING' })).rejects.toBeInstanceOf(LeaseLost)
  expect(await phaseOf(id)).toBe('QUEUED')
  if (second) await move(await runOf('two', id, second), { to: 'PREPARING' })
  expect(await phaseOf(id)).toBe('PREPARING')
})

test('no worker skips a phase', async () => {
  const { id } = await deploy(await target())
  const lease = await claim('one', id)
  if (!lease) throw new Error('the worker did not get it')
  await expect(move(await runOf('one', id, lease), { to: 'SWITCHING' })).rejects.toBeInstanceOf(LeaseLost)
  expect(await phaseOf(id)).toBe('QUEUED')
})

test('an environment runs one deployment of an app at a time', async () => {
  const appEnvironmentId = await target()
  const first = await deploy(appEnvironmentId)
  const lease = await claim('one', first.id)
  if (lease) await move(await runOf('one', first.id, lease), { to: 'PREPARING' })
  const second = await deploy(appEnvironmentId)
  expect(second.queue).toMatchObject({ position: 1 })
  expect(await claim('two', second.id)).toBeNull()
  expect(await phaseOf(first.id)).toBe('PREPARING')
})

test.each([
  ['superseded', deploy],
  [
    'cancelled',
    async (appEnvironmentId: string, id: string) => {
      await cancelDeployment(t.system, { deploymentId: id })
      return deploy(appEnvironmentId)
    },
  ],
])('one that is %s just after a worker took it does not keep the place of the next', async (_, end) => {
  const appEnvironmentId = await target()
  const { id } = await deploy(appEnvironmentId)
  const lease = await claim('one', id)
  if (!lease) throw new Error('the worker did not get it')
  const next = await end(appEnvironmentId, id)
  await expect(move(await runOf('one', id, lease), { to: 'PREPARING' })).rejects.toBeInstanceOf(LeaseLost)
  expect(next.queue).toMatchObject({ position: 0 })
  expect(await claim('two', next.id)).not.toBeNull()
})

test('a queued deployment is cancelled at once; an ended one cannot be', async () => {
  const { id } = await deploy(await target())
  expect((await cancelDeployment(t.system, { deploymentId: id })).phase).toBe('CANCELLED')
  await expect(cancelDeployment(t.system, { deploymentId: id })).rejects.toThrow('It has ended.')
  expect(await claim('one', id)).toBeNull()
})

test('a release of another app cannot be rolled back to', async () => {
  const [mine, other] = [await target(), await target()]
  const { releaseId } = await seedRelease(t, other, { phase: 'SUCCEEDED' })
  await seedRelease(t, mine, { phase: 'SUCCEEDED' })
  await expect(rollBack(t.system, { appEnvironmentId: mine, releaseId })).rejects.toThrow('no such release')
})
