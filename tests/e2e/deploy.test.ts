import { spawnSync } from 'node:child_process'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { webApp } from '../support/apps'
import { createApp, deploy, hostOf, waitFor } from '../support/deploying'
import { createRepository, type ServedRepository } from '../support/git-server'
import { type Panel, startPanel, visit } from '../support/panel'

let panel: Panel
let repository: ServedRepository
beforeAll(async () => {
  panel = await startPanel()
  repository = await createRepository({ files: webApp({ version: 'one' }) })
})
afterAll(async () => {
  await repository?.close()
  await panel?.stop()
})

const containersOf = (label: string, id: string) =>
  spawnSync('docker', ['ps', '-aq', '--filter', `label=${label}=${id}`], { encoding: 'utf8' }).stdout.trim()

describe('from a repository to a live app', () => {
  let ids: Awaited<ReturnType<typeof createApp>>
  let production: string
  let staging: string

  test('production and staging run side by side with different variables', async () => {
    ids = await createApp(panel, { repositoryUrl: repository.url })
    const sides = [
      { appEnvironmentId: ids.production, value: 'hello from production' },
      { appEnvironmentId: ids.staging, value: 'quotes " and \' and $HOME\nsecond line ✓' },
    ]
    for (const { appEnvironmentId, value } of sides) {
      const { variableSetId } = await panel.call('app-environments.get', { appEnvironmentId })
      await panel.call('variables.update', { variableSetId, revision: 0, set: [{ name: 'GREETING', value }] })
    }
    await Promise.all(sides.map(({ appEnvironmentId }) => deploy(panel, appEnvironmentId)))
    production = await hostOf(panel, ids.production)
    staging = await hostOf(panel, ids.staging)
    for (const [host, side, name] of [
      [production, sides[0], 'production'],
      [staging, sides[1], 'staging'],
    ] as const) {
      const env = JSON.parse((await visit(panel, host, '/env')).body) as Record<string, string>
      expect(env.GREETING).toBe(side?.value)
      expect(env.ENVIRONMENT).toBe(name)
    }
  })

  test('an unknown host is told that nothing is here, never another app', async () => {
    const answer = await visit(panel, 'nobody.localhost')
    expect(answer.status).toBe(404)
    expect(answer.body).not.toContain('one')
  })

  test('a second environment of the same commit takes the image that is there', async () => {
    const { deployments } = await panel.call('deployments.list', { appEnvironmentId: ids.production })
    const again = await panel.call('deployments.redeploy', { deploymentId: deployments[0]?.id ?? '' })
    const done = await waitFor(panel, again.id)
    expect(done.steps.find(({ phase }) => phase === 'BUILDING')).toMatchObject({
      outcome: 'SKIPPED',
      note: 'image reused',
    })
  })

  test('a new commit goes live, and a rollback brings the earlier image and configuration back without a build', async () => {
    await repository.commit(webApp({ version: 'two' }), 'Say two')
    const { variableSetId } = await panel.call('app-environments.get', { appEnvironmentId: ids.production })
    const saved = await panel.call('variables.update', {
      variableSetId,
      revision: 1,
      set: [{ name: 'GREETING', value: 'newer' }],
    })
    expect(saved.revision).toBe(2)
    expect(
      (await panel.call('app-environments.get', { appEnvironmentId: ids.production })).pendingChanges,
    ).toBe(1)
    const second = await deploy(panel, ids.production)
    expect(second.commitMessage).toBe('Say two')
    expect((await visit(panel, production)).body).toBe('two')
    const { deployments } = await panel.call('deployments.list', { appEnvironmentId: ids.production })
    const first = deployments.find(({ number }) => number === 1)
    const back = await panel.call('deployments.roll-back', {
      appEnvironmentId: ids.production,
      releaseId: first?.releaseId ?? '',
    })
    const done = await waitFor(panel, back.id)
    expect(done.steps.map(({ phase }) => phase)).not.toContain('BUILDING')
    expect((await visit(panel, production)).body).toBe('one')
    const env = JSON.parse((await visit(panel, production, '/env')).body) as Record<string, string>
    expect(env.GREETING).toBe('hello from production')
  })

  test('saving variables with deploy makes a release without a build', async () => {
    const { variableSetId } = await panel.call('app-environments.get', { appEnvironmentId: ids.staging })
    const { deployment } = await panel.call('variables.update', {
      variableSetId,
      revision: 1,
      set: [{ name: 'SECRET_KEY', value: 'planted-secret-value', secret: true }],
      deploy: true,
    })
    const done = await waitFor(panel, deployment?.id ?? '')
    expect(done.kind).toBe('CONFIGURATION')
    expect(JSON.parse((await visit(panel, staging, '/env')).body)).toMatchObject({
      SECRET_KEY: 'planted-secret-value',
    })
  })

  test('what an app writes is in its runtime log, searchable, with secrets masked', async () => {
    await visit(panel, staging, `/say?${encodeURIComponent('my key is planted-secret-value, bye')}`)
    const found = async () => {
      const { entries } = await panel.call('logs.read', { appEnvironmentId: ids.staging, search: 'my key' })
      return entries[0]
    }
    await expect.poll(found, { timeout: 15_000 }).toBeTruthy()
    const line = await found()
    expect(line?.source).toBe('web.1')
    expect(line?.text).not.toContain('planted-secret-value')
    expect(line?.text).toContain('bye')
  })

  test('a stopped app says so to visitors, and starts again', async () => {
    await panel.call('app-environments.stop', { appEnvironmentId: ids.staging })
    await expect.poll(async () => (await visit(panel, staging)).status, { timeout: 15_000 }).toBe(503)
    await expect.poll(() => containersOf('berth.app-environment', ids.staging), { timeout: 45_000 }).toBe('')
    const { deploymentId } = await panel.call('app-environments.start', { appEnvironmentId: ids.staging })
    await waitFor(panel, deploymentId)
    expect((await visit(panel, staging)).status).toBe(200)
  })

  test('deleting the app leaves nothing of it', async () => {
    const { name, id } = ids.app
    expect((await panel.refusal('apps.delete', { appId: id, confirm: 'wrong' })).status).toBe(400)
    await panel.call('apps.delete', { appId: id, confirm: name })
    await expect
      .poll(async () => (await panel.refusal('apps.get', { appId: id }).catch(() => null))?.status, {
        timeout: 60_000,
      })
      .toBe(404)
    expect(containersOf('berth.app', id)).toBe('')
    const images = spawnSync('docker', ['image', 'ls', '-q', '--filter', `label=berth.app=${id}`], {
      encoding: 'utf8',
    }).stdout.trim()
    expect(images).toBe('')
    expect((await visit(panel, production)).status).toBe(404)
  })
})
