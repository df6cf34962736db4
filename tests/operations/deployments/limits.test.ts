import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { engineClient } from '@/lib/adapters/engine/client'
import { updateAppEnvironment } from '@/lib/operations/app-environments/update'
import { createApp } from '@/lib/operations/apps/create'
import { cancelDeployment } from '@/lib/operations/deployments/cancel'
import { createDeployment } from '@/lib/operations/deployments/create'
import { getDeployment } from '@/lib/operations/deployments/get'
import { readDeploymentLog } from '@/lib/operations/deployments/read-log'
import { rollBack } from '@/lib/operations/deployments/roll-back'
import { runDeployment } from '@/lib/operations/deployments/run/run-deployment'
import { createProject } from '@/lib/operations/projects/create'
import { type TestRuntime, testRuntime } from '../../support/context'
import { DOCKER_HOST, testEngine } from '../../support/docker'
import { fakeEngine } from '../../support/fake-engine'
import { seedRelease } from '../../support/seed-release'
import { testClock, workerContext } from '../../support/worker-context'

const MINUTE = 60_000
const never = new AbortController().signal
const engine = testEngine()
let t: TestRuntime
beforeAll(async () => {
  t = await testRuntime()
})
afterAll(async () => {
  await engine.cleanUp()
  await t.close()
})

/** An app whose production has an earlier release and one that serves. */
async function target() {
  const project = await createProject(t.system, { name: 'Shop' })
  const repositoryUrl = 'https://git.example.test/shop.git'
  const app = await createApp(t.system, { projectId: project.id, name: 'web', repositoryUrl })
  const appEnvironmentId = app.environments[0]?.appEnvironmentId ?? ''
  await updateAppEnvironment(t.system, { appEnvironmentId, branch: 'main' })
  const earlier = await seedRelease(t, appEnvironmentId, { phase: 'SUCCEEDED' })
  await seedRelease(t, appEnvironmentId, { phase: 'SUCCEEDED', serving: 1 })
  return { appEnvironmentId, earlier }
}

const shown = (deploymentId: string) => getDeployment(t.system, { deploymentId })
async function logOf(deploymentId: string): Promise<string> {
  const { entries } = await readDeploymentLog(t.system, { deploymentId, limit: 1000 })
  return entries.map(({ text }) => text).join('\n')
}

/** Wakes the worker's heartbeat and waits for it: one whose time passes without counts as paused and gives up. */
async function heartbeat(deploymentId: string, isOver: () => boolean): Promise<void> {
  const leaseUntil = async () => {
    const row = await t.database.db.deployment.findUniqueOrThrow({ where: { id: deploymentId } })
    return row.leaseUntil?.getTime()
  }
  const before = await leaseUntil()
  do {
    await t.system.events.publish(`deployment-cancel:${deploymentId}`)
    await new Promise(resolve => setTimeout(resolve, 10))
  } while (!isOver() && (await leaseUntil()) === before)
}

/** Runs the deployment while time passes quickly; returns how long it took by its clock. */
async function runQuickly(
  deploymentId: string,
  settings: { dockerHost?: string; namespace?: string },
  when: () => Promise<boolean> = async () => true,
): Promise<number> {
  const clock = testClock()
  const startedAt = clock.now().getTime()
  let ended = false
  const running = runDeployment(workerContext(t, { ...settings, clock }), deploymentId, never).finally(() => {
    ended = true
  })
  while (!ended) {
    await heartbeat(deploymentId, () => ended)
    if (await when()) clock.advance(5000)
  }
  await running
  return clock.now().getTime() - startedAt
}

describe('a Docker engine that is going down', () => {
  const goingDown = () => [503, 'daemon is shutting down'] as const

  test('and stays away for 5 minutes ends the deployment, and says what to do', async () => {
    const fake = await fakeEngine({ 'GET /info': goingDown })
    const { appEnvironmentId } = await target()
    const { id } = await createDeployment(t.system, { appEnvironmentId })
    const took = await runQuickly(id, { dockerHost: fake.address })
    await fake.close()
    const { phase, failure } = await shown(id)
    expect(phase).toBe('FAILED')
    expect(failure).toMatchObject({
      code: 'engine.unavailable',
      sentence: 'The Docker engine did not answer for 5 minutes.',
      previousServing: true,
      lastLines: [],
    })
    expect(failure?.fix).toMatch(/systemctl start docker.*deploy again/)
    expect(took).toBeGreaterThanOrEqual(5 * MINUTE)
    expect(await logOf(id)).toMatch(/Waiting for it, up to 5 minutes[\s\S]*previous version is still serving/)
    const next = await createDeployment(t.system, { appEnvironmentId })
    expect(next.queue).toMatchObject({ position: 0 })
  })

  test('and is back after some of them: the deployment goes on', async () => {
    let asked = 0
    const fake = await fakeEngine({
      'GET /info': () => (asked++ < 10 ? goingDown() : { ServerVersion: '1' }),
      'GET /images/sha256:0/json': () => (asked < 10 ? goingDown() : [404, 'no such image']),
    })
    const { appEnvironmentId, earlier } = await target()
    const { id } = await rollBack(t.system, { appEnvironmentId, releaseId: earlier.releaseId })
    await runQuickly(id, { dockerHost: fake.address })
    await fake.close()
    expect(await logOf(id)).toMatch(/does not answer[\s\S]*answers again. Going on/)
    expect((await shown(id)).failure?.code).toBe('start.image-gone')
  })

  test('is not waited for once the deployment is cancelled', async () => {
    const fake = await fakeEngine({ 'GET /info': goingDown })
    const { appEnvironmentId } = await target()
    const { id } = await createDeployment(t.system, { appEnvironmentId })
    let asked = false
    const took = await runQuickly(id, { dockerHost: fake.address }, async () => {
      if (!asked && /Waiting for it/.test(await logOf(id))) {
        asked = true
        await cancelDeployment(t.system, { deploymentId: id })
      }
      return false
    })
    await fake.close()
    expect((await shown(id)).phase).toBe('CANCELLED')
    expect(took).toBeLessThan(5 * MINUTE)
  })
})

test('a disk with less free than is kept for the panel and the apps', async () => {
  const { appEnvironmentId } = await target()
  const { id } = await createDeployment(t.system, { appEnvironmentId })
  const ctx = workerContext(t)
  ctx.worker.diskReserveBytes = 1024 ** 5
  await runDeployment(ctx, id, never)
  const { failure } = await shown(id)
  expect(failure).toMatchObject({ phase: 'PREPARING', code: 'disk.full', previousServing: true })
  expect(failure?.sentence).toMatch(
    /has \d+ MB free where \/.* is; a deployment needs at least 1073741824 MB/,
  )
  expect(failure?.fix).toMatch(/Make room \(Servers → Disk/)
})

test('a release command that does not end is ended after 15 minutes', async () => {
  const { db } = t.database
  const { appEnvironmentId } = await target()
  const { deploymentId, releaseId } = await seedRelease(t, appEnvironmentId, { phase: 'RELEASING' })
  const path = '/images/busybox:latest/json'
  const { Id } = await engineClient(DOCKER_HOST).json<{ Id: string }>({ method: 'GET', path })
  await db.build.updateMany({ where: { releases: { some: { id: releaseId } } }, data: { imageId: Id } })
  const releaseCommand = 'echo migrating; sleep 3600'
  await db.release.update({ where: { id: releaseId }, data: { releaseCommand } })
  const started = async () => /^migrating$/m.test(await logOf(deploymentId))
  const { namespace } = engine
  const took = await runQuickly(deploymentId, { namespace }, started)
  expect((await shown(deploymentId)).failure).toMatchObject({
    phase: 'RELEASING',
    code: 'release.timeout',
    sentence: 'The release command took longer than 15 minutes.',
    lastLines: ['migrating'],
    previousServing: true,
  })
  expect(took).toBeGreaterThanOrEqual(15 * MINUTE)
})
