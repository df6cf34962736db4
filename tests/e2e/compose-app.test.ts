import { spawnSync } from 'node:child_process'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { filesUnder } from '../core/build/support/repository'
import { type Load, type LoadResult, startLoad } from '../load/load'
import { createApp, deploy, hostOf, waitFor } from '../support/deploying'
import { createRepository, type ServedRepository } from '../support/git-server'
import { inspect, notesOf } from '../support/looking'
import { type Panel, startPanel, visit } from '../support/panel'
import { unreachableRegistries } from '../support/registries'

const EXAMPLE = filesUnder(path.resolve(import.meta.dirname, '../examples/compose'))
const COMPOSE = EXAMPLE['compose.yaml'] ?? ''
const SERVED = 'db:\n    image: postgres:17\n'
const missing = await unreachableRegistries(['npm'])

let panel: Panel
let repository: ServedRepository
let ids: Awaited<ReturnType<typeof createApp>>
let host: string
beforeAll(async () => {
  const extraCa = process.env.NODE_EXTRA_CA_CERTS
  panel = await startPanel(extraCa ? { BERTH_EXTRA_CA: extraCa } : {})
  repository = await createRepository({ files: EXAMPLE })
})
afterAll(async () => {
  await repository?.close()
  await panel?.stop()
})

const docker = (argv: string[]) => spawnSync('docker', argv, { encoding: 'utf8' }).stdout.trim()
const page = async (at: string, where = host) => (await visit(panel, where, at)).body.trim()
const container = async (type: string, appEnvironmentId = ids.production) => {
  const { instances } = await panel.call('app-environments.get', { appEnvironmentId })
  const found = instances.find(({ processType, state }) => processType === type && state === 'SERVING')
  return docker(['inspect', '-f', '{{.Id}}', found?.containerName ?? 'none'])
}
const engineNames = (what: 'volume' | 'network' | 'container') =>
  docker([
    what,
    'ls',
    '-q',
    ...(what === 'container' ? ['-a'] : []),
    '--filter',
    `label=berth.app=${ids.app.id}`,
  ])

async function setPassword(appEnvironmentId: string) {
  const { variableSetId } = await panel.call('app-environments.get', { appEnvironmentId })
  const set = [{ name: 'DB_PASSWORD', value: 'planted-$ecret', secret: true }]
  await panel.call('variables.update', { variableSetId, revision: 0, set })
}

const version = (word: string) => ({
  'app/web.js': (EXAMPLE['app/web.js'] ?? '').replace('Version one', `Version ${word}`),
})
const changedDb = (lines: string) => ({ 'compose.yaml': COMPOSE.replace(SERVED, `${SERVED}${lines}`) })

/** Visits of `at` all the time while `work` is done. */
async function underLoad(at: string, work: () => Promise<unknown>): Promise<LoadResult> {
  const load: Load = startLoad({
    url: `http://127.0.0.1:${panel.port}${at}`,
    hostHeader: host,
    ratePerSecond: 40,
    newConnectionShare: 0.2,
  })
  try {
    await work()
  } finally {
    await expect.poll(() => load.sent(), { timeout: 60_000 }).toBeGreaterThan(100)
  }
  return load.stop()
}

describe.skipIf(missing.size > 0)('an app of a Compose file', () => {
  test('asks for the variable that its file needs', async () => {
    ids = await createApp(panel, { repositoryUrl: repository.url })
    const { plan } = await inspect(panel, ids.app.id)
    expect(plan).toMatchObject({ stack: 'compose', port: 3000 })
    const failed = await deploy(panel, ids.production, ['FAILED'])
    expect(failed.failure).toMatchObject({
      code: 'compose.variable-missing',
      sentence: expect.stringContaining('DB_PASSWORD, which the app does not have'),
    })
    expect(await notesOf(panel, failed.id)).toMatch(/db runs postgres:17, which is on the server/)
  })

  test('is deployed with all its services, which find each other by name', async () => {
    await setPassword(ids.production)
    const { id } = await deploy(panel, ids.production)
    host = await hostOf(panel, ids.production)
    expect(await page('/')).toBe('Version one')
    expect(await page('/visit')).toBe('1')
    await page('/send')
    await expect.poll(() => page('/mails'), { timeout: 60_000 }).toBe('1')
    const { instances, volumes, status } = await panel.call('app-environments.get', {
      appEnvironmentId: ids.production,
    })
    expect(status).toBe('live')
    expect(instances.map(({ processType }) => processType)).toEqual(['cache', 'db', 'web', 'worker'])
    expect(volumes).toMatchObject([
      { name: 'data', mounts: [{ processType: 'db', path: '/var/lib/postgresql/data' }] },
    ])
    const notes = await notesOf(panel, id)
    expect(notes).toMatch(/waits until db is healthy/)
    expect(notes).not.toContain('planted-$ecret')
  })

  test('gives images of others what the file says and nothing else', async () => {
    const env = docker(['inspect', '-f', '{{json .Config.Env}}', await container('cache')])
    expect(env).not.toMatch(/DB_PASSWORD|SOURCE_COMMIT|planted/)
    expect(JSON.parse(await page('/env'))).toMatchObject({ DB_PASSWORD: 'planted-$ecret', PORT: '3000' })
  })

  test('keeps every promise of the allow-list on the engine', async () => {
    for (const type of ['web', 'worker', 'db', 'cache']) {
      const { HostConfig } = JSON.parse(docker(['inspect', '-f', '{{json .}}', await container(type)]))
      expect(HostConfig).toMatchObject({
        Privileged: false,
        CapDrop: ['ALL'],
        SecurityOpt: ['no-new-privileges'],
      })
      expect(HostConfig.Binds ?? []).toEqual([])
      expect(HostConfig.PortBindings ?? {}).toEqual({})
    }
  })

  test('loses no request and no data in two deployments and a rollback, and leaves the database running', async () => {
    const before = [await container('db'), await container('cache')]
    const requests = await underLoad('/visits', async () => {
      for (const word of ['two', 'three']) {
        await repository.commit(version(word), `Say ${word}`)
        await deploy(panel, ids.production)
        expect(await page('/')).toBe(`Version ${word}`)
      }
      const { deployments } = await panel.call('deployments.list', { appEnvironmentId: ids.production })
      const first = deployments.find(({ phase, number }) => phase === 'SUCCEEDED' && number === 2)
      const back = await panel.call('deployments.roll-back', {
        appEnvironmentId: ids.production,
        releaseId: first?.releaseId ?? '',
      })
      await waitFor(panel, back.id)
    })
    expect(requests.failures).toEqual({})
    expect(await page('/')).toBe('Version one')
    expect(await page('/visits')).toBe('1')
    expect([await container('db'), await container('cache')]).toEqual(before)
    const { status, pendingChanges } = await panel.call('app-environments.get', {
      appEnvironmentId: ids.production,
    })
    expect([status, pendingChanges]).toEqual(['live', 0])
  })

  test('starts a changed database anew on the same volume, while pages without it go on', async () => {
    const before = await container('db')
    await repository.commit({ ...version('four'), ...changedDb('    mem_limit: 300m\n') }, 'More memory')
    const requests = await underLoad('/', () => deploy(panel, ids.production))
    expect(requests.failures).toEqual({})
    expect(await container('db')).not.toBe(before)
    expect(await page('/visits')).toBe('1')
    expect(await page('/')).toBe('Version four')
  })

  test('has the old database back when the new one does not come up', async () => {
    await repository.commit({ ...version('five'), ...changedDb('    command: ["false"]\n') }, 'Break it')
    const failed = await deploy(panel, ids.production, ['FAILED'])
    expect(failed.failure?.sentence).toContain('db')
    await expect.poll(() => page('/visits'), { timeout: 60_000 }).toBe('1')
    expect(await page('/')).toBe('Version four')
  })

  test('is refused in words when its file asks for what apps do not get', async () => {
    const hostile = COMPOSE.replace(
      SERVED,
      `${SERVED}    privileged: true\n    network_mode: host\n    cap_add: [SYS_ADMIN]\n`,
    ).replace('- data:/var/lib', '- /var/run/docker.sock:/var/run/docker.sock\n      - data:/var/lib')
    await repository.commit({ 'compose.yaml': hostile }, 'Take the server')
    const { failure } = await deploy(panel, ids.production, ['FAILED'])
    expect(failure).toMatchObject({ code: 'compose.refused', phase: 'PREPARING', previousServing: true })
    expect(failure?.lastLines.join('\n')).toMatch(
      /privileged.*\n.*network_mode.*\n.*cap_add.*\n.*Docker socket/,
    )
    const { problem } = await inspect(panel, ids.app.id)
    expect(problem?.refusals).toHaveLength(4)
    expect(await page('/')).toBe('Version four')
  })

  test('says which image is not to be had', async () => {
    await repository.commit(
      { 'compose.yaml': COMPOSE.replace('image: redis:7', 'image: 127.0.0.1:1/no/such:image') },
      'No such image',
    )
    const { failure } = await deploy(panel, ids.production, ['FAILED'])
    expect(failure).toMatchObject({
      code: 'image.registry-unreachable',
      sentence: expect.stringContaining('127.0.0.1:1/no/such:image'),
    })
  })

  test('is never given the image of another app', async () => {
    const [image] = docker([
      'image',
      'ls',
      '--filter',
      `label=berth.app=${ids.app.id}`,
      '--format',
      '{{.Repository}}:{{.Tag}}',
    ]).split('\n')
    const id = docker(['image', 'inspect', '-f', '{{.Id}}', image ?? ''])
      .replace('sha256:', '')
      .slice(0, 12)
    for (const name of [image, id]) {
      await repository.commit(
        { 'compose.yaml': COMPOSE.replace('image: redis:7', `image: "${name}"`) },
        'Steal',
      )
      const { failure } = await deploy(panel, ids.production, ['FAILED'])
      expect(failure?.code).toMatch(/^image\./)
    }
    await repository.commit({ 'compose.yaml': COMPOSE }, 'As it was')
  })

  test('keeps its data through a stop, and apart from other environments', async () => {
    await panel.call('app-environments.stop', { appEnvironmentId: ids.production })
    const { deploymentId } = await panel.call('app-environments.start', { appEnvironmentId: ids.production })
    await waitFor(panel, deploymentId)
    expect(await page('/visits')).toBe('1')
    await setPassword(ids.staging)
    await deploy(panel, ids.staging)
    expect(await page('/visits', await hostOf(panel, ids.staging))).toBe('0')
    expect(engineNames('volume').split('\n')).toHaveLength(2)
  })

  test('is gone with its volumes and networks when it is deleted', async () => {
    await panel.call('apps.delete', { appId: ids.app.id, confirm: ids.app.name })
    const gone = async () =>
      (await panel.refusal('apps.get', { appId: ids.app.id }).catch(() => null))?.status
    await expect.poll(gone, { timeout: 120_000 }).toBe(404)
    expect([engineNames('container'), engineNames('volume'), engineNames('network')]).toEqual(['', '', ''])
    expect(docker(['image', 'inspect', '-f', '{{.Id}}', 'postgres:17'])).toMatch(/^sha256:/)
  })
})
