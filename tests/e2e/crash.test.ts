import { spawnSync } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { dockerfile, webApp } from '../support/apps'
import { createApp, deploy, hostOf, waitFor } from '../support/deploying'
import { createRepository, type ServedRepository } from '../support/git-server'
import { type Panel, startPanel, visit } from '../support/panel'

let panel: Panel
let repository: ServedRepository
let appEnvironmentId: string
let host: string
beforeAll(async () => {
  panel = await startPanel()
  repository = await createRepository({ files: webApp({ version: 'first' }) })
  appEnvironmentId = (await createApp(panel, { repositoryUrl: repository.url })).production
  await deploy(panel, appEnvironmentId)
  host = await hostOf(panel, appEnvironmentId)
})
afterAll(async () => {
  await repository?.close()
  await panel?.stop()
})

/** An app whose build takes these seconds; none of it is in the engine's cache. */
const builtFor = (seconds: number, version: string) => ({
  ...webApp({ version }),
  ...dockerfile(['COPY server.js .', `RUN : ${randomUUID()}; sleep ${seconds}`, 'CMD ["node", "server.js"]']),
})
const phaseOf = async (deploymentId: string) => (await panel.call('deployments.get', { deploymentId })).phase

/** One instance serves, and no container is there that no row knows. */
async function onlyOneInstance() {
  const names = () =>
    spawnSync(
      'docker',
      ['ps', '-a', '--format', '{{.Names}}', '--filter', `label=berth.app-environment=${appEnvironmentId}`],
      { encoding: 'utf8' },
    )
      .stdout.split('\n')
      .filter(Boolean)
  await expect.poll(names, { timeout: 60_000 }).toHaveLength(1)
}

test('a worker killed in the middle of a build: the deployment ends right by itself', async () => {
  await repository.commit(builtFor(6, 'second'), 'Build slowly')
  const { id } = await panel.call('deployments.create', { appEnvironmentId })
  await expect.poll(() => phaseOf(id), { timeout: 30_000 }).toBe('BUILDING')
  await new Promise(resolve => setTimeout(resolve, 1500))
  process.kill(panel.pid('worker'), 'SIGKILL')
  expect((await visit(panel, host)).body).toBe('first')
  await waitFor(panel, id)
  expect((await visit(panel, host)).body).toBe('second')
  await onlyOneInstance()
})

test('a worker killed in the middle of a switch: the deployment ends right by itself', async () => {
  await repository.commit(webApp({ version: 'third' }), 'Third')
  const proxy = panel.pid('proxy')
  const nginxWorkers = spawnSync('pgrep', ['-P', String(proxy)], { encoding: 'utf8' })
    .stdout.split('\n')
    .filter(Boolean)
    .map(Number)
  const { id } = await panel.call('deployments.create', { appEnvironmentId })
  // A proxy that stands still keeps the switch from being acknowledged; the API is asked past it, in the database.
  const phase = async () => (await panel.db.deployment.findUniqueOrThrow({ where: { id } })).phase
  await expect.poll(phase, { timeout: 60_000, interval: 5 }).toBe('CHECKING')
  for (const pid of nginxWorkers) process.kill(pid, 'SIGSTOP')
  try {
    await expect.poll(phase, { timeout: 30_000, interval: 20 }).toBe('SWITCHING')
    process.kill(panel.pid('worker'), 'SIGKILL')
  } finally {
    for (const pid of nginxWorkers) process.kill(pid, 'SIGCONT')
  }
  await waitFor(panel, id)
  expect((await visit(panel, host)).body).toBe('third')
  await onlyOneInstance()
})

test('a worker that ends in order hands its deployment over', async () => {
  await repository.commit(builtFor(5, 'fourth'), 'Fourth')
  const { id } = await panel.call('deployments.create', { appEnvironmentId })
  await expect.poll(() => phaseOf(id), { timeout: 30_000 }).toBe('BUILDING')
  process.kill(panel.pid('worker'), 'SIGTERM')
  await waitFor(panel, id)
  expect((await visit(panel, host)).body).toBe('fourth')
})

test('Redis and Postgres killed while deploying: nothing is lost', async () => {
  await repository.commit(builtFor(5, 'fifth'), 'Fifth')
  const { id } = await panel.call('deployments.create', { appEnvironmentId })
  await expect.poll(() => phaseOf(id), { timeout: 30_000 }).toBe('BUILDING')
  process.kill(panel.pid('redis'), 'SIGKILL')
  process.kill(panel.pid('postgres'), 'SIGKILL')
  expect((await visit(panel, host)).body).toBe('fourth')
  await waitFor(panel, id)
  expect((await visit(panel, host)).body).toBe('fifth')
})

test('cancelling one build leaves the other alone', async () => {
  const other = await createRepository({
    files: builtFor(4, 'other'),
  })
  try {
    await repository.commit(builtFor(20, 'cancelled'), 'To be cancelled')
    const { production } = await createApp(panel, { repositoryUrl: other.url, name: 'other' })
    const [mine, theirs] = await Promise.all([
      panel.call('deployments.create', { appEnvironmentId }),
      panel.call('deployments.create', { appEnvironmentId: production }),
    ])
    await expect.poll(() => phaseOf(mine.id), { timeout: 30_000 }).toBe('BUILDING')
    await panel.call('deployments.cancel', { deploymentId: mine.id })
    const cancelled = await waitFor(panel, mine.id, ['CANCELLED'])
    expect(cancelled.steps.find(({ phase }) => phase === 'BUILDING')?.outcome).toBe('CANCELLED')
    await waitFor(panel, theirs.id)
    expect((await visit(panel, host)).body).toBe('fifth')
  } finally {
    await other.close()
  }
})

test('two requests to deploy in the same moment: one runs, the newest wins', async () => {
  await repository.commit(webApp({ version: 'sixth' }), 'Sixth')
  const made = await Promise.all([1, 2, 3].map(() => panel.call('deployments.create', { appEnvironmentId })))
  expect(new Set(made.map(({ number }) => number)).size).toBe(3)
  const last = made.reduce((a, b) => (a.number > b.number ? a : b))
  await waitFor(panel, last.id)
  expect((await visit(panel, host)).body).toBe('sixth')
  for (const { id } of made) expect(['SUCCEEDED', 'SUPERSEDED']).toContain(await phaseOf(id))
})

test('a proxy that is killed comes back with its routes', async () => {
  process.kill(panel.pid('proxy'), 'SIGKILL')
  await expect
    .poll(async () => (await visit(panel, host).catch(() => null))?.body, { timeout: 30_000 })
    .toBe('sixth')
})
