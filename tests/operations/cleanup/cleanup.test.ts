import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { EngineUnavailable } from '@/lib/core/errors'
import { deploymentLogName, runtimeLogName } from '@/lib/core/logs/names'
import { createApp } from '@/lib/operations/apps/create'
import { getCleanupRun } from '@/lib/operations/cleanup/get-run'
import { insertCleanup } from '@/lib/operations/cleanup/insert'
import { previewCleanup } from '@/lib/operations/cleanup/preview'
import { runCleanup } from '@/lib/operations/cleanup/run/run-cleanup'
import type { CleanupRun } from '@/lib/operations/cleanup/schema'
import { startCleanup } from '@/lib/operations/cleanup/start'
import { updateCleanupPolicy } from '@/lib/operations/cleanup/update-policy'
import { rollBack } from '@/lib/operations/deployments/roll-back'
import { newId } from '@/lib/operations/new-id'
import { createProject } from '@/lib/operations/projects/create'
import { type TestRuntime, testRuntime } from '../../support/context'
import { type MemoryEngine, memoryEngine, workerOn } from '../../support/memory-engine'
import { seedRelease } from '../../support/seed-release'

let at: TestRuntime
let engine: MemoryEngine
beforeAll(async () => {
  at = await testRuntime()
})
afterAll(() => at.close())
beforeEach(async () => {
  engine = memoryEngine()
  await at.runtime.db.cleanupRun.deleteMany()
  await at.runtime.db.project.deleteMany()
  for (const { name } of await at.runtime.logs.list()) await at.runtime.logs.remove(name)
  await updateCleanupPolicy(at.system, { keepReleases: 2, buildCacheMb: 50_000, diskAlarmPercent: 85 })
})

const never = new AbortController().signal
const work = (run: { id: string }, workerId?: string) =>
  runCleanup(workerOn(at, engine, workerId), run.id, never)
const read = (run: { id: string }) => getCleanupRun(at.system, { cleanupRunId: run.id })

async function cleanedUp(): Promise<CleanupRun> {
  const run = await startCleanup(at.system, {})
  await work(run)
  return read(run)
}

/** An app with releases of these images in production, the last one live. */
async function shop(images: string) {
  const project = await createProject(at.system, { name: 'Shop' })
  const repositoryUrl = 'https://git.example.test/shop.git'
  const app = await createApp(at.system, { projectId: project.id, name: 'api', repositoryUrl })
  const pair = (slug: string) =>
    app.environments.find(({ environmentSlug }) => environmentSlug === slug)?.appEnvironmentId ?? ''
  const made = { appId: app.id, production: pair('production'), staging: pair('staging') }
  const releases: Awaited<ReturnType<typeof release>>[] = []
  for (const letter of images) releases.push(await release(made, made.production, letter))
  return { ...made, releases }
}

async function release({ appId }: { appId: string }, appEnvironmentId: string, letter: string) {
  const imageId = `sha256:${letter}`
  if (!engine.images.some(({ id }) => id === imageId))
    engine.images.push({ id: imageId, tags: [`berth/${appId}:${letter}`], appId, sizeBytes: 100 })
  return seedRelease(at, appEnvironmentId, { phase: 'SUCCEEDED', imageId })
}

const imagesThere = () => engine.images.map(({ id }) => id.replace('sha256:', '')).join('')
const outcomes = ({ items }: CleanupRun) => items.map(({ id, outcome }) => [id, outcome?.state])
const buildsWithImage = () => at.runtime.db.build.count({ where: { imageId: { not: null } } })

describe('a dry run', () => {
  test('is a row at once; a worker lists what may go, why the rest stays, and removes nothing', async () => {
    const app = await shop('abcd')
    await release(app, app.staging, 'a')
    const asked = await previewCleanup(at.system, {})
    expect(asked).toMatchObject({ status: 'PENDING', dryRun: true, itemCount: null })
    expect(at.jobs).toContain(`cleanup.run ${asked.id}`)
    await work(asked)
    const run = await read(asked)
    expect(run).toMatchObject({ status: 'DONE', expendableBytes: 100, freedBytes: 0 })
    expect(outcomes(run)).toEqual([['sha256:b', undefined]])
    expect(run.kept.map(({ reason }) => reason).join('\n')).toContain('It is live as api (Staging, Shop).')
    expect(run.usage).toMatchObject({ images: 400, imageCount: 4 })
    expect(imagesThere()).toBe('abcd')
  })
})

describe('a cleanup', () => {
  test('removes exactly what may go, and rolling back to it says so', async () => {
    const app = await shop('abcd')
    await release(app, app.staging, 'a')
    const run = await cleanedUp()
    expect(outcomes(run)).toEqual([['sha256:b', 'removed']])
    expect(run).toMatchObject({ status: 'DONE', removedCount: 1, freedBytes: 100 })
    expect(imagesThere()).toBe('acd')
    const back = (index: number) =>
      rollBack(at.system, {
        appEnvironmentId: app.production,
        releaseId: app.releases[index]?.releaseId ?? '',
      })
    await expect(back(1)).rejects.toThrow('Its image was removed.')
    expect(await back(2)).toMatchObject({ kind: 'ROLLBACK' })
  })

  test('is one at a time', async () => {
    const run = await startCleanup(at.system, {})
    await expect(startCleanup(at.system, {})).rejects.toThrow('A cleanup is under way.')
    await expect(previewCleanup(at.system, {})).rejects.toThrow('A cleanup is under way.')
    await work(run)
    await work(await previewCleanup(at.system, {}))
  })

  test('keeps what was needed again since the plan was made', async () => {
    const app = await shop('abcd')
    const run = await startCleanup(at.system, {})
    const releaseId = app.releases[0]?.releaseId ?? ''
    engine.before = async () => {
      engine.before = async () => undefined
      await rollBack(at.system, { appEnvironmentId: app.production, releaseId })
    }
    engine.images.reverse()
    await work(run)
    const done = await read(run)
    expect(outcomes(done)).toEqual([
      ['sha256:b', 'removed'],
      ['sha256:a', 'kept'],
    ])
    expect(done.items[1]?.outcome?.note).toContain('is under way with it')
    expect(imagesThere()).toBe('dca')
  })

  test('holds up a rollback to the very image that is being removed, which then finds it gone', async () => {
    const app = await shop('abc')
    const run = await startCleanup(at.system, {})
    let rolledBack: Promise<unknown> = Promise.resolve()
    engine.before = async () => {
      const releaseId = app.releases[0]?.releaseId ?? ''
      rolledBack = rollBack(at.system, { appEnvironmentId: app.production, releaseId })
      const waiting = () =>
        at.runtime.db.$queryRaw<unknown[]>`
          SELECT pid FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()`
      await expect.poll(waiting, { timeout: 20_000 }).toHaveLength(1)
    }
    await work(run)
    expect(await rolledBack).toMatchObject({ kind: 'ROLLBACK', phase: 'QUEUED' })
    const release = await at.runtime.db.release.findUniqueOrThrow({
      where: { id: app.releases[0]?.releaseId ?? '' },
      include: { build: true },
    })
    expect(release.build.imageId).toBeNull()
  })

  test('leaves an image that a container uses, and says so', async () => {
    await shop('abc')
    engine.before = async () => void engine.containers.push({ name: 'by-hand', imageId: 'sha256:a' })
    const run = await cleanedUp()
    expect(run.items[0]?.outcome).toMatchObject({ state: 'kept', freedBytes: 0 })
    expect(await buildsWithImage()).toBe(3)
  })

  test('tells the rows of images that somebody removed by hand', async () => {
    await shop('abcd')
    engine.images = engine.images.filter(({ id }) => id !== 'sha256:c')
    const run = await cleanedUp()
    expect(run.items.map(({ kind }) => kind)).toEqual(['image', 'image', 'build-record'])
    expect(await buildsWithImage()).toBe(1)
  })

  test('removes networks, logs, mirrors and temporary files of what is gone, and trims the build cache', async () => {
    const app = await shop('a')
    const environment = await at.runtime.db.environment.findFirstOrThrow({ where: { slug: 'production' } })
    engine.networks = [
      { name: 'berth_shop_production', environmentId: environment.id },
      { name: 'berth_old_production', environmentId: newId('environment') },
    ]
    engine.mirrors = [app.appId, newId('app'), 'not-ours'].map(mirrorId => ({ mirrorId, sizeBytes: 7 }))
    engine.leftovers = [{ path: '/data/git/git-1-abc', sizeBytes: 1 }]
    engine.volumes = [{ name: 'data', appEnvironmentId: newId('appEnvironment') }]
    engine.buildCacheBytes = 60_000 * 1024 ** 2
    const gone = [deploymentLogName(newId('deployment')), runtimeLogName(newId('appEnvironment'))]
    const there = [deploymentLogName(app.releases[0]?.deploymentId ?? ''), runtimeLogName(app.production)]
    const line = { at: new Date().toISOString(), source: 'web.1', stream: 'stdout' as const, text: 'hello' }
    for (const name of [...gone, ...there]) await at.runtime.logs.append(name, [line])
    const run = await cleanedUp()
    expect(engine.calls).toEqual([
      `build-cache ${50_000 * 1024 ** 2}`,
      'network berth_old_production',
      `mirror ${engine.mirrors.length === 2 ? run.items.find(({ kind }) => kind === 'mirror')?.id : ''}`,
      'leftover /data/git/git-1-abc',
    ])
    expect(run.kept).toContainEqual(expect.objectContaining({ kind: 'volume', name: 'data' }))
    expect((await at.runtime.logs.list()).map(({ name }) => name).sort()).toEqual(there.sort())
    expect(run.freedBytes).toBeGreaterThan(10_000 * 1024 ** 2)
  })

  test('after a deployment looks at images only, and asks the engine for nothing that costs it seconds', async () => {
    await shop('abc')
    engine.networks = [{ name: 'berth_old_production', environmentId: newId('environment') }]
    engine.leftovers = [{ path: '/data/git/git-1-abc', sizeBytes: 1 }]
    engine.buildCacheBytes = 60_000 * 1024 ** 2
    const row = await insertCleanup(at.system, { trigger: 'DEPLOYMENT', dryRun: false })
    await work({ id: row?.id ?? '' })
    const run = await read({ id: row?.id ?? '' })
    expect(run).toMatchObject({ status: 'DONE', usage: null, removedCount: 1, freedBytes: 0 })
    expect(run.items).toMatchObject([{ id: 'sha256:a', sizeBytes: null }])
    expect(engine.calls).toEqual(['image sha256:a'])
  })

  test('goes on after one thing that cannot be removed', async () => {
    await shop('abcd')
    engine.before = async call => {
      if (call === 'image sha256:a') throw new Error('a device is busy')
    }
    const run = await cleanedUp()
    expect(outcomes(run)).toEqual([
      ['sha256:a', 'failed'],
      ['sha256:b', 'removed'],
    ])
    expect(at.logLines.join('\n')).toContain('cleanup could not remove something')
  })
})

describe('a worker that does not come to the end', () => {
  test('between the engine and the rows: the next one finishes, and nothing is left between', async () => {
    await shop('abcd')
    const run = await startCleanup(at.system, {})
    engine.before = async call => {
      if (call !== 'image sha256:a') return
      engine.images = engine.images.filter(({ id }) => id !== 'sha256:a')
      throw new EngineUnavailable('gone in the middle')
    }
    await expect(work(run)).rejects.toThrow('gone in the middle')
    expect(await read(run)).toMatchObject({ status: 'RUNNING', removedCount: 0, itemCount: 2 })
    expect(await buildsWithImage()).toBe(4)
    engine.before = async () => undefined
    await work(run, 'worker-2')
    expect(await read(run)).toMatchObject({ status: 'DONE', removedCount: 2 })
    expect(imagesThere()).toBe('cd')
    expect(await buildsWithImage()).toBe(2)
  })

  test('keeps its run as long as it renews the lease; after that another goes on where it was', async () => {
    await shop('abcd')
    const run = await startCleanup(at.system, {})
    const lease = { leaseOwner: 'worker-9', leaseUntil: new Date(Date.now() + 20_000) }
    await at.runtime.db.cleanupRun.update({ where: { id: run.id }, data: lease })
    await work(run)
    expect(imagesThere()).toBe('abcd')
    await at.runtime.db.cleanupRun.update({ where: { id: run.id }, data: { leaseUntil: new Date(0) } })
    await work(run)
    expect(imagesThere()).toBe('cd')
  })

  test('that is told to end stops between two things', async () => {
    await shop('abcd')
    const run = await startCleanup(at.system, {})
    const ending = new AbortController()
    engine.before = async () => ending.abort()
    await runCleanup(workerOn(at, engine), run.id, ending.signal)
    expect(await read(run)).toMatchObject({ status: 'RUNNING', removedCount: 1 })
    await work(run, 'worker-2')
    expect(await read(run)).toMatchObject({ status: 'DONE', removedCount: 2, freedBytes: 200 })
  })

  test('again and again: the run ends and says why', async () => {
    await shop('abc')
    const run = await startCleanup(at.system, {})
    engine.before = async () => {
      throw new EngineUnavailable('The Docker engine cannot be reached.')
    }
    for (let tries = 1; tries < 10; tries++) await expect(work(run)).rejects.toThrow()
    await work(run)
    expect(await read(run)).toMatchObject({
      status: 'FAILED',
      problem: 'The Docker engine cannot be reached.',
    })
    engine.before = async () => undefined
    expect(await cleanedUp()).toMatchObject({ status: 'DONE', removedCount: 1 })
  })
})
