import { existsSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { webApp } from '../support/apps'
import { createApp, type Deployment, deploy, hostOf, waitFor } from '../support/deploying'
import { createRepository, type ServedRepository } from '../support/git-server'
import { docker, leaveThings } from '../support/left-behind'
import { type Panel, startPanel, visit } from '../support/panel'

const LIMITS = { timeout: 120_000, interval: 100 }

let panel: Panel
let repository: ServedRepository
let ids: Awaited<ReturnType<typeof createApp>>
const versions: Deployment[] = []
beforeAll(async () => {
  panel = await startPanel()
  repository = await createRepository({ files: webApp({ version: 'one' }) })
  ids = await createApp(panel, { repositoryUrl: repository.url })
  versions.push(await deploy(panel, ids.production))
  await deploy(panel, ids.staging)
  for (const version of ['two', 'three', 'four']) {
    await repository.commit(webApp({ version }), `Say ${version}`)
    versions.push(await deploy(panel, ids.production))
  }
})
afterAll(async () => {
  await repository?.close()
  await panel?.stop()
})

const label = (name: string) => `berth.${name}`
const ofNamespace = () => ['--filter', `label=${label('namespace')}=${panel.env.BERTH_NAMESPACE}`]
const images = () => docker('image', 'ls', '-q', '--no-trunc', ...ofNamespace())
const shortSha = (index: number) => versions[index]?.commitSha?.slice(0, 7)

async function ended(cleanupRunId: string) {
  const read = () => panel.call('cleanup.get-run', { cleanupRunId })
  await expect.poll(async () => (await read()).finishedAt, LIMITS).not.toBeNull()
  return read()
}

/** Asks until no cleanup that Berth began by itself is in the way. */
async function ask(what: 'cleanup.preview' | 'cleanup.start') {
  for (const until = Date.now() + LIMITS.timeout; ; ) {
    const answer = await panel.call(what, {}).catch((error: Error) => error)
    if (!(answer instanceof Error)) return answer
    if (Date.now() > until || !answer.message.includes('under way')) throw answer
    await new Promise(resolve => setTimeout(resolve, 200))
  }
}

describe('images, by the keep policy', () => {
  test('a dry run lists exactly what may go, and why the rest stays', async () => {
    await panel.call('cleanup.update-policy', { keepReleases: 2, buildCacheMb: 10_000_000 })
    expect(images()).toHaveLength(4)
    // The container of the version before still has its time to end.
    const retiring = () => panel.db.instance.count({ where: { state: 'RETIRING' } })
    await expect.poll(retiring, LIMITS).toBe(0)
    const run = await ended((await ask('cleanup.preview')).id)
    expect(run).toMatchObject({ status: 'DONE', dryRun: true, problem: null })
    // Release 1 of production is older still, but its image is what staging runs.
    expect(run.items.map(({ kind, name }) => [kind, name])).toEqual([['image', `shop ${shortSha(1)}`]])
    expect(run.items[0]?.reason).toBe('Only releases before the last 2 refer to it.')
    const kept = Object.fromEntries(run.kept.map(({ name, reason }) => [name, reason]))
    expect(kept[`shop ${shortSha(0)}`]).toContain('live as shop (Staging')
    expect(kept[`shop ${shortSha(2)}`]).toContain('Release 3 of shop (Production')
    expect(kept[`shop ${shortSha(3)}`]).toContain('live as shop (Production')
    expect(run.usage?.imageCount).toBe(4)
    expect(images()).toHaveLength(4)
  })

  test('a cleanup removes exactly that', async () => {
    const run = await ended((await ask('cleanup.start')).id)
    expect(run.items.map(({ name, outcome }) => [name, outcome?.state])).toEqual([
      [`shop ${shortSha(1)}`, 'removed'],
    ])
    expect(images()).toHaveLength(3)
    const { runs } = await panel.call('cleanup.list-runs', {})
    expect(runs[0]).toMatchObject({
      id: run.id,
      trigger: 'USER',
      requestedBy: expect.stringContaining('Ada'),
    })
    const { entries } = await panel.call('audit.list', {})
    expect(entries.map(({ verb }) => verb)).toContain('cleanup.start')
  })

  test('a rollback to what was kept works, one to what was removed is refused with the reason', async () => {
    const appEnvironmentId = ids.production
    const back = (index: number) => ({ appEnvironmentId, releaseId: versions[index]?.releaseId ?? '' })
    const refusal = await panel.refusal('deployments.roll-back', back(1))
    expect(refusal).toMatchObject({ status: 409, message: 'Its image was removed.' })
    const page = await panel.call('deployments.find', { appEnvironmentId, number: versions[1]?.number ?? 0 })
    expect(page.actions.rollBack).toEqual({ allowed: false, reason: 'Its image was removed.' })
    await waitFor(panel, (await panel.call('deployments.roll-back', back(2))).id)
    expect((await visit(panel, await hostOf(panel, appEnvironmentId))).body).toBe('three')
  })

  test('the commit of a removed image is built again when it is deployed again', async () => {
    const again = await panel.call('deployments.redeploy', { deploymentId: versions[1]?.id ?? '' })
    const done = await waitFor(panel, again.id)
    expect(done.steps.find(({ phase }) => phase === 'BUILDING')?.outcome).toBe('DONE')
    expect((await visit(panel, await hostOf(panel, ids.production))).body).toBe('two')
  })
})

test('an image that was built again leaves the one before, which goes', async () => {
  await panel.call('cleanup.update-policy', { keepReleases: 1 })
  await ended((await ask('cleanup.start')).id)
  const before = new Set(images())
  const { deployments } = await panel.call('deployments.list', { appEnvironmentId: ids.staging })
  const again = { deploymentId: deployments[0]?.id ?? '', force: true }
  await waitFor(panel, (await panel.call('deployments.redeploy', again)).id)
  const retiring = () => panel.db.instance.count({ where: { state: 'RETIRING' } })
  await expect.poll(retiring, LIMITS).toBe(0)
  const { items } = await ended((await ask('cleanup.start')).id)
  expect(items).toMatchObject([{ kind: 'image', outcome: { state: 'removed' } }])
  expect(items[0]?.reason).toContain('the image was built again')
  expect(before).toContain(items[0]?.id)
  expect(images()).toHaveLength(before.size)
})

describe('what crashes left', () => {
  const IMAGES = 40

  test('goes, also when the worker is killed in the middle of it, and nothing else does', async () => {
    const left = leaveThings(panel, IMAGES)
    const mine = images().length - IMAGES
    const { id } = await ask('cleanup.start')
    const removed = async () => (await panel.call('cleanup.get-run', { cleanupRunId: id })).removedCount
    await expect.poll(removed, { ...LIMITS, interval: 20 }).toBeGreaterThan(2)
    process.kill(panel.pid('worker'), 'SIGKILL')
    expect(await removed()).toBeLessThan(IMAGES)
    const run = await ended(id)
    expect(run).toMatchObject({ status: 'DONE', problem: null })
    const states = run.items.map(({ kind, outcome }) => `${kind} ${outcome?.state}`)
    expect(states.filter(state => state === 'image removed').length).toBeGreaterThanOrEqual(IMAGES)
    for (const kind of ['network', 'log', 'mirror', 'leftover']) expect(states).toContain(`${kind} removed`)
    expect(docker('image', 'ls', '-q', '--filter', `label=${label('app')}=${left.app}`)).toEqual([])
    expect(docker('network', 'ls', '--format', '{{.Name}}', ...ofNamespace())).not.toContain(left.network)
    for (const folder of left.folders) expect(existsSync(folder)).toBe(false)
    // What is live, what staging runs, and the releases that the policy keeps.
    expect(images().length).toBeLessThanOrEqual(mine)
    for (const [appEnvironmentId, body] of [
      [ids.production, 'two'],
      [ids.staging, 'one'],
    ] as const)
      expect((await visit(panel, await hostOf(panel, appEnvironmentId))).body).toBe(body)
    expect((await ended((await ask('cleanup.preview')).id)).items).toEqual([])
  })

  test('a deleted app leaves no image, with or without a name', async () => {
    const { deployments } = await panel.call('deployments.list', { appEnvironmentId: ids.staging })
    const again = { deploymentId: deployments[0]?.id ?? '', force: true }
    await waitFor(panel, (await panel.call('deployments.redeploy', again)).id)
    await panel.call('apps.delete', { appId: ids.app.id, confirm: ids.app.name })
    await expect.poll(() => panel.db.app.count(), LIMITS).toBe(0)
    expect(images()).toEqual([])
  })
})
