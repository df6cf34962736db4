import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { startLoad } from '../load/load'
import { dockerfile } from '../support/apps'
import { createApp, type Deployment, deploy, hostOf, waitFor } from '../support/deploying'
import { createRepository, type ServedRepository } from '../support/git-server'
import { type Panel, startPanel, visit } from '../support/panel'

let panel: Panel
let repository: ServedRepository
let appEnvironmentId: string
let host: string
let versions = 0
beforeAll(async () => {
  panel = await startPanel()
  repository = await createRepository({ files: app('v0') })
  appEnvironmentId = (await createApp(panel, { repositoryUrl: repository.url })).production
  host = await hostOf(panel, appEnvironmentId)
})
afterAll(async () => {
  await repository?.close()
  await panel?.stop()
})
beforeEach(() =>
  set({
    strategy: null,
    requireApproval: false,
    soakSeconds: 0,
    releaseCommand: '',
    checkTimeoutSeconds: 20,
    processes: {},
  }),
)

type Settings = Omit<Parameters<typeof panel.call<'app-environments.update'>>[1], 'appEnvironmentId'>
const set = (settings: Settings) => panel.call('app-environments.update', { appEnvironmentId, ...settings })

/** `/` answers the version, `/host` the container; ends by itself `lifeSeconds` after its start; workers tell when they start and end. */
function app(
  version: string,
  { lifeSeconds = 0, bootSeconds = 0, brokenPath = '' } = {},
): Record<string, string> {
  return {
    ...dockerfile(['COPY *.js .', 'USER node', 'EXPOSE 8080', 'CMD ["node", "server.js"]']),
    'server.js': `
const http = require('node:http'), os = require('node:os')
const server = http.createServer((request, response) => {
  if (request.url === '${brokenPath}') response.statusCode = 500
  response.end(request.url === '/host' ? os.hostname() : '${version}')
})
setTimeout(() => server.listen(process.env.PORT), ${bootSeconds * 1000})
if (${lifeSeconds}) setTimeout(() => { console.log('giving up'); process.exit(3) }, ${lifeSeconds * 1000})
process.on('SIGTERM', () => server.close(() => process.exit(0)))
`,
    'work.js': `
console.log(process.argv[2], 'began', '${version}')
process.on('SIGTERM', () => { console.log(process.argv[2], 'ended', '${version}'); process.exit(0) })
setInterval(() => undefined, 1000)
`,
    'broken.js': 'console.log("no such table: tasks"); process.exit(4)',
  }
}

/** Commits a new version and deploys it to the given end. */
async function release(options: Parameters<typeof app>[1] = {}, phases?: string[]): Promise<Deployment> {
  versions += 1
  await repository.commit(app(`v${versions}`, options), `v${versions}`)
  return deploy(panel, appEnvironmentId, phases)
}

const answer = async (path = '/') => (await visit(panel, host, path)).body
const load = () =>
  startLoad({
    url: `http://127.0.0.1:${panel.port}/`,
    hostHeader: host,
    ratePerSecond: 50,
    newConnectionShare: 0.5,
  })
const logTexts = async (deploymentId: string) =>
  (await panel.call('deployments.log', { deploymentId, limit: 500 })).entries.map(({ text }) => text)
/** What workers told, oldest first. */
const told = async (word: string) =>
  (await panel.call('logs.read', { appEnvironmentId, search: word, limit: 200 })).entries.map(
    ({ text }) => text,
  )

describe('process types', () => {
  test('change over together: a singleton ends before the next one begins, workers end, and web is spread', async () => {
    await set({
      processes: {
        web: { count: 3 },
        worker: { command: 'node work.js worker', count: 2 },
        beat: { command: 'node work.js beat' },
      },
    })
    await release()
    const before = versions
    await release()
    await expect
      .poll(() => told('beat'), { timeout: 60_000 })
      .toEqual([`beat began v${before}`, `beat ended v${before}`, `beat began v${versions}`])
    await expect.poll(async () => (await told(`worker ended v${before}`)).length, { timeout: 60_000 }).toBe(2)
    expect(await told(`worker began v${versions}`)).toHaveLength(2)
    const hosts = new Set<string>()
    for (let i = 0; i < 30; i++) hosts.add(await answer('/host'))
    expect([...hosts].sort()).toEqual(['shop-web-1', 'shop-web-2', 'shop-web-3'])
  })

  test('all or nothing: a worker that does not stay up keeps the whole version out', async () => {
    await set({ processes: { worker: { command: 'node broken.js' } } })
    const serving = await answer()
    const { failure } = await release({}, ['FAILED'])
    expect(failure).toMatchObject({ code: 'check.exited', previousServing: true })
    expect(failure?.sentence).toContain('no such table: tasks')
    expect(await answer()).toBe(serving)
  })
})

describe('rolling', () => {
  test('replaces one instance after the other, and no request fails', async () => {
    await set({ strategy: 'ROLLING', processes: { web: { count: 3 } } })
    await release()
    const requests = load()
    const { strategy, id } = await release()
    const { failed, failures } = await requests.stop()
    expect({ failed, failures }).toEqual({ failed: 0, failures: {} })
    expect(strategy).toMatchObject({ name: 'ROLLING' })
    const log = await logTexts(id)
    expect(log.filter(text => text.endsWith('takes requests.'))).toHaveLength(3)
    expect(await answer()).toBe(`v${versions}`)
  })

  test('that fails half way gives everything back', async () => {
    await set({ strategy: 'ROLLING', processes: { web: { count: 3 } }, checkTimeoutSeconds: 6 })
    const serving = await answer()
    const requests = load()
    // The first new instance has no time to die before it is routed; the third waits for the others.
    const { failure } = await release({ lifeSeconds: 3, bootSeconds: 2 }, ['FAILED', 'ROLLED_BACK'])
    const { byBody } = await requests.stop()
    expect(failure?.previousServing).toBe(true)
    expect(byBody[serving]).toBeGreaterThan(0)
    expect(await answer()).toBe(serving)
  })
})

describe('recreate', () => {
  test('asks visitors to wait, and says why', async () => {
    await set({ strategy: 'RECREATE' })
    await release()
    const requests = load()
    const { id, strategy } = await release({ bootSeconds: 2 })
    const { failures } = await requests.stop()
    expect(Object.keys(failures)).toEqual(['status 503'])
    expect(strategy?.reason).toContain('as set')
    expect(await logTexts(id)).toContain('Visitors are asked to wait. Stopping the old version.')
    expect(await answer()).toBe(`v${versions}`)
  })

  test('starts the old version again when the new one fails', async () => {
    await set({ strategy: 'RECREATE' })
    const serving = await answer()
    const { failure } = await release({ lifeSeconds: 0.2, bootSeconds: 5 }, ['FAILED'])
    expect(failure).toMatchObject({ code: 'check.exited', phase: 'SWITCHING', previousServing: true })
    await expect.poll(() => answer(), { timeout: 30_000 }).toBe(serving)
  })
})

describe('the gate', () => {
  test('lets nothing through until somebody approves it', async () => {
    const serving = await answer()
    await set({ requireApproval: true })
    const { id } = await release({}, ['GATED'])
    expect(await answer()).toBe(serving)
    await panel.call('deployments.approve', { deploymentId: id })
    const { approvedBy, steps } = await waitFor(panel, id)
    expect(approvedBy).toContain('Ada Admin')
    expect(steps.map(({ phase }) => phase)).toContain('GATED')
    expect(await answer()).toBe(`v${versions}`)
    const again = await panel.refusal('deployments.approve', { deploymentId: id })
    expect(again).toMatchObject({ status: 409, message: expect.stringContaining('does not wait') })
  })

  test('a newer version takes the place of one that waits', async () => {
    await set({ requireApproval: true })
    const { id } = await release({}, ['GATED'])
    const next = await release({}, ['GATED'])
    expect((await panel.call('deployments.get', { deploymentId: id })).phase).toBe('CANCELLED')
    await panel.call('deployments.cancel', { deploymentId: next.id })
    await waitFor(panel, next.id, ['CANCELLED'])
  })
})

describe('the soak', () => {
  test('rolls back a version that fails after the switch', async () => {
    const serving = await answer()
    await set({ soakSeconds: 60 })
    const { failure, id } = await release({ lifeSeconds: 6 }, ['ROLLED_BACK'])
    expect(failure).toMatchObject({ phase: 'SOAKING', code: 'check.exited', previousServing: true })
    expect(failure?.lastLines).toContain('giving up')
    expect(await answer()).toBe(serving)
    const { release: current, status } = await panel.call('app-environments.get', { appEnvironmentId })
    expect(current?.deploymentNumber).not.toBe(
      (await panel.call('deployments.get', { deploymentId: id })).number,
    )
    expect(status).toBe('live')
  })

  test('rolls back a version that answers visitors with errors, though its probes are well', async () => {
    const serving = await answer()
    await set({ soakSeconds: 60 })
    const visits = startLoad({
      url: `http://127.0.0.1:${panel.port}/basket`,
      hostHeader: host,
      ratePerSecond: 20,
      newConnectionShare: 0.5,
      isGood: () => true,
    })
    const { failure } = await release({ brokenPath: '/basket' }, ['ROLLED_BACK'])
    await visits.stop()
    expect(failure).toMatchObject({ code: 'soak.server-errors', previousServing: true })
    expect(await answer('/basket')).toBe(serving)
  })

  test('can be ended by a person who does not like what he sees', async () => {
    const serving = await answer()
    await set({ soakSeconds: 60 })
    const { id } = await release({}, ['SOAKING'])
    await expect.poll(() => answer(), { timeout: 20_000 }).toBe(`v${versions}`)
    await panel.call('deployments.cancel', { deploymentId: id })
    const { failure } = await waitFor(panel, id, ['ROLLED_BACK'])
    expect(failure?.code).toBe('soak.cancelled')
    expect(await answer()).toBe(serving)
  })
})

test('a cancel while the release command runs has to be confirmed', async () => {
  const serving = await answer()
  await set({ releaseCommand: 'sleep 120' })
  versions += 1
  await repository.commit(app(`v${versions}`), `v${versions}`)
  const { id: deploymentId } = await panel.call('deployments.create', { appEnvironmentId })
  await waitFor(panel, deploymentId, ['RELEASING'])
  const refusal = await panel.refusal('deployments.cancel', { deploymentId })
  expect(refusal).toMatchObject({ status: 409, message: expect.stringContaining('half done') })
  await panel.call('deployments.cancel', { deploymentId, force: true })
  await waitFor(panel, deploymentId, ['CANCELLED'])
  expect(await answer()).toBe(serving)
})

test('a deployment that takes longer than its limit ends with that', { timeout: 180_000 }, async () => {
  await set({ releaseCommand: 'sleep 120', deployTimeoutMinutes: 1 })
  const { failure } = await release({}, ['FAILED'])
  expect(failure).toMatchObject({ code: 'deploy.timeout', sentence: expect.stringContaining('1 minute.') })
})
