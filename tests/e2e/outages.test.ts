import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { dockerfile, webApp } from '../support/apps'
import { type Bystander, startBystander } from '../support/bystander'
import { createApp, deploy, hostOf, waitFor } from '../support/deploying'
import { type EngineForwarder, startEngineForwarder } from '../support/engine-forwarder'
import { createRepository, type ServedRepository } from '../support/git-server'
import { logLines, notesOf } from '../support/looking'
import { type Panel, startPanel, visit } from '../support/panel'

let engine: EngineForwarder
let panel: Panel
let bystander: Bystander
let repository: ServedRepository
let appEnvironmentId: string
let host: string
let worker: number
beforeAll(async () => {
  engine = await startEngineForwarder()
  panel = await startPanel({ DOCKER_HOST: engine.address })
  bystander = await startBystander(panel)
  repository = await createRepository({ files: webApp({ version: 'first' }) })
  appEnvironmentId = (await createApp(panel, { repositoryUrl: repository.url })).production
  await deploy(panel, appEnvironmentId)
  host = await hostOf(panel, appEnvironmentId)
  worker = panel.pid('worker')
})
afterAll(async () => {
  await engine?.mend()
  await bystander?.stop()
  await repository?.close()
  await panel?.stop()
  await engine?.close()
})
beforeEach(() => panel.call('app-environments.update', { appEnvironmentId, releaseCommand: '' }))

const pause = (ms: number) => new Promise(resolve => setTimeout(resolve, ms))
const phaseOf = async (deploymentId: string) => (await panel.call('deployments.get', { deploymentId })).phase
const create = async () => (await panel.call('deployments.create', { appEnvironmentId })).id
const reaches = (deploymentId: string, phase: string) =>
  expect.poll(() => phaseOf(deploymentId), { timeout: 60_000, interval: 20 }).toBe(phase)
/** Waits until the log of the deployment says it. */
const says = (deploymentId: string, what: RegExp) =>
  expect.poll(() => notesOf(panel, deploymentId), { timeout: 30_000, interval: 200 }).toMatch(what)

const WAITS = /The Docker engine does not answer. Waiting for it/
const GOES_ON = /The Docker engine answers again. Going on/

/** The version serves, by one instance, and the worker is the one that was there before. */
async function isLive(version: string) {
  expect((await visit(panel, host)).body).toBe(version)
  const instances = async () =>
    (await panel.call('app-environments.get', { appEnvironmentId })).instances.length
  await expect.poll(instances, { timeout: 60_000, interval: 200 }).toBe(1)
  expect(panel.pid('worker')).toBe(worker)
}

describe('the Docker engine goes away and comes back', () => {
  test('before anything is done: the deployment waits, and so says the status of the server', async () => {
    await repository.commit(webApp({ version: 'second' }), 'Second')
    await engine.cut()
    const id = await create()
    await says(id, WAITS)
    expect(await phaseOf(id)).toBe('PREPARING')
    const trouble = async () => (await panel.call('system.status', {})).workers[0]?.report?.docker.error
    await expect.poll(trouble, { timeout: 40_000, interval: 200 }).toMatch(/Docker engine cannot be reached/)
    expect((await visit(panel, host)).body).toBe('first')
    await engine.mend()
    await waitFor(panel, id)
    await says(id, GOES_ON)
    await isLive('second')
  })

  test('in the middle of a build: it is built again', async () => {
    const slowly = dockerfile(['COPY server.js .', 'RUN sleep 3', 'CMD ["node", "server.js"]'])
    await repository.commit({ ...webApp({ version: 'third' }), ...slowly }, 'Third')
    const id = await create()
    await reaches(id, 'BUILDING')
    await says(id, /RUN sleep/)
    await engine.cut()
    await says(id, WAITS)
    await pause(1500)
    await engine.mend()
    await waitFor(panel, id)
    await isLive('third')
  })

  test('while the release command runs: it runs once', async () => {
    await repository.commit(webApp({ version: 'fourth' }), 'Fourth')
    const releaseCommand = 'echo "migrating $(cat /proc/sys/kernel/random/uuid)"; sleep 2; echo migrated'
    await panel.call('app-environments.update', { appEnvironmentId, releaseCommand })
    const id = await create()
    const runs = async () => {
      const lines = await logLines(panel, id)
      return new Set(lines.filter(({ text }) => /^migrating/.test(text)).map(({ text }) => text)).size
    }
    await expect.poll(runs, { timeout: 60_000, interval: 50 }).toBe(1)
    await engine.cut()
    await says(id, WAITS)
    await pause(3000)
    await engine.mend()
    await waitFor(panel, id)
    expect(await runs()).toBe(1)
    expect((await logLines(panel, id)).some(({ text }) => text === 'migrated')).toBe(true)
    await isLive('fourth')
  })

  test('while the new version is checked', async () => {
    await repository.commit(webApp({ version: 'fifth', bootSeconds: 3 }), 'Fifth')
    const id = await create()
    await reaches(id, 'CHECKING')
    await engine.cut()
    await says(id, WAITS)
    expect((await visit(panel, host)).body).toBe('fourth')
    await engine.mend()
    await waitFor(panel, id)
    await isLive('fifth')
  })

  test('for moments, again and again', async () => {
    const slowly = dockerfile(['COPY server.js .', 'RUN sleep 1', 'CMD ["node", "server.js"]'])
    await repository.commit({ ...webApp({ version: 'sixth', bootSeconds: 1 }), ...slowly }, 'Sixth')
    const id = await create()
    for (let i = 0; i < 8; i++) {
      await pause(400)
      await engine.cut()
      await pause(100)
      await engine.mend()
    }
    await waitFor(panel, id)
    await isLive('sixth')
  })

  test('a deployment that waits for it can be cancelled', async () => {
    await repository.commit(webApp({ version: 'cancelled' }), 'To be cancelled')
    await engine.cut()
    const id = await create()
    await says(id, WAITS)
    await panel.call('deployments.cancel', { deploymentId: id })
    await waitFor(panel, id, ['CANCELLED'])
    await engine.mend()
    await isLive('sixth')
  })

  test('what apps write is followed again', async () => {
    await visit(panel, host, '/say?after%20the%20outages')
    const found = async () => {
      const { entries } = await panel.call('logs.read', { appEnvironmentId, search: 'after the outages' })
      return entries.length
    }
    await expect.poll(found, { timeout: 30_000, interval: 200 }).toBe(1)
  })
})

describe('Redis and Postgres', () => {
  test('killed while the new version is checked: nothing is lost', async () => {
    await repository.commit(webApp({ version: 'seventh', bootSeconds: 3 }), 'Seventh')
    const id = await create()
    await reaches(id, 'CHECKING')
    process.kill(panel.pid('redis'), 'SIGKILL')
    process.kill(panel.pid('postgres'), 'SIGKILL')
    expect((await visit(panel, host)).body).toBe('sixth')
    await waitFor(panel, id)
    await isLive('seventh')
  })

  test('Redis standing still does not keep a deployment from being asked for and done', async () => {
    await repository.commit(webApp({ version: 'eighth' }), 'Eighth')
    const redis = panel.pid('redis')
    process.kill(redis, 'SIGSTOP')
    let id: string
    try {
      id = await create()
      expect(await phaseOf(id)).toBe('QUEUED')
    } finally {
      process.kill(redis, 'SIGCONT')
    }
    await waitFor(panel, id)
    await isLive('eighth')
  })

  test('while Postgres is away the panel says so, apps answer, and it is back by itself', async () => {
    const postgres = panel.pid('postgres')
    process.kill(postgres, 'SIGSTOP')
    process.kill(postgres, 'SIGKILL')
    const answers = await Promise.all(
      Array.from({ length: 20 }, async (_, i) => {
        await pause(i * 50)
        return panel.call('projects.list', {}).then(
          () => null,
          (error: Error) => error.message,
        )
      }),
    )
    for (const message of answers)
      if (message !== null) expect(message).toMatch(/The database does not answer|panel does not answer/)
    expect((await visit(panel, host)).body).toBe('eighth')
    const works = () =>
      panel.call('projects.list', {}).then(
        () => true,
        () => false,
      )
    await expect.poll(works, { timeout: 60_000, interval: 200 }).toBe(true)
    await repository.commit(webApp({ version: 'ninth' }), 'Ninth')
    await deploy(panel, appEnvironmentId)
    await isLive('ninth')
  })
})

test('meanwhile the other app answered every time', () => {
  const { failures, answers } = bystander.seen()
  expect(failures).toEqual([])
  expect(answers).toBeGreaterThan(100)
})
