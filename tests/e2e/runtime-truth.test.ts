import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { OutputOf } from '@/lib/api/contract'
import { openBrowser, ready, type TestBrowser } from '../support/browser'
import { accessibilityProblems, sidewaysPixels } from '../support/check-page'
import { createApp, deploy, hostOf, waitFor } from '../support/deploying'
import { docker } from '../support/docker-cli'
import { fragileApp } from '../support/fragile-app'
import { createRepository, type ServedRepository } from '../support/git-server'
import { berth, type Panel, startPanel, visit } from '../support/panel'

const SECRET = 'hush-4f9a2c71e0b8'
let panel: Panel
let browser: TestBrowser
let repository: ServedRepository
let project: string
let app: Awaited<ReturnType<typeof createApp>>

beforeAll(async () => {
  panel = await startPanel()
  browser = await openBrowser(panel.url)
  repository = await createRepository({ files: fragileApp('one') })
  app = await createApp(panel, { repositoryUrl: repository.url })
  project = `/projects/${app.app.projectSlug}`
  const two = { memoryMb: 96, web: { count: 2 }, worker: { command: 'sleep 100000', stopSeconds: 1 } }
  const { memoryMb, ...processes } = two
  await panel.call('app-environments.update', { appEnvironmentId: app.production, memoryMb, processes })
  const { variableSetId } = await panel.call('app-environments.update', {
    appEnvironmentId: app.staging,
    memoryMb,
  })
  const secret = { name: 'APP_SECRET', value: SECRET, secret: true }
  await panel.call('variables.update', { variableSetId, revision: 0, set: [secret] })
  await deploy(panel, app.production)
  await deploy(panel, app.staging)
}, 400_000)

afterAll(async () => {
  await browser?.close()
  await repository?.close()
  await panel?.stop()
}, 60_000)

type Instance = OutputOf<'app-environments.get'>['instances'][number]

const get = (appEnvironmentId: string) => panel.call('app-environments.get', { appEnvironmentId })

/** The serving instance of that name. */
async function instance(appEnvironmentId: string, name: string): Promise<Instance> {
  const { instances } = await get(appEnvironmentId)
  const found = instances.find(
    ({ processType, index, state }) => `${processType}.${index}` === name && state === 'SERVING',
  )
  if (!found) throw new Error(`${name} is not among ${JSON.stringify(instances)}`)
  return found
}

/** Waits until the instance is as `expected`. */
const becomes = (appEnvironmentId: string, name: string, expected: Partial<Instance>) =>
  expect.poll(() => instance(appEnvironmentId, name), { timeout: 120_000 }).toMatchObject(expected)

/** What Berth itself did of late, in its own words. */
async function activity(): Promise<string[]> {
  const { entries } = await panel.call('audit.list', { projectId: app.projectId, limit: 50 })
  return entries.filter(({ actorName }) => actorName === 'Berth').map(({ detail }) => String(detail.what))
}

const addressOf = (container: string) =>
  docker('inspect', '-f', '{{range .NetworkSettings.Networks}}{{.IPAddress}}{{end}}', container)

async function routedTo(appEnvironmentId: string): Promise<string[]> {
  const { targets } = await panel.db.route.findUniqueOrThrow({ where: { appEnvironmentId } })
  return (targets as { host: string }[]).map(({ host }) => host).sort()
}

describe('a container that is down', () => {
  test('by hand is started again, and the activity says so', { timeout: 240_000 }, async () => {
    const { production } = app
    const { containerName } = await instance(production, 'web.1')
    docker('kill', containerName)
    await becomes(production, 'web.1', {
      observedStatus: 'running',
      ready: true,
      restartCount: 1,
      exitCode: 137,
    })
    expect(await activity()).toContain('web.1 was stopped; started again')
    await expect.poll(async () => (await get(production)).status, { timeout: 60_000 }).toBe('live')
  })

  test('because it was removed is made anew, and routed when it answers', { timeout: 240_000 }, async () => {
    const { production } = app
    const names = await Promise.all(['web.2', 'worker.1'].map(name => instance(production, name)))
    docker('rm', '-f', ...names.map(({ containerName }) => containerName))
    for (const name of ['web.2', 'worker.1'])
      await becomes(production, name, { observedStatus: 'running', ready: true, restartCount: 1 })
    expect(await activity()).toEqual(
      expect.arrayContaining(['web.2 was gone; started again', 'worker.1 was gone; started again']),
    )
    const webs = await Promise.all(['web.1', 'web.2'].map(name => instance(production, name)))
    const addresses = webs.map(({ containerName }) => addressOf(containerName)).sort()
    await expect.poll(() => routedTo(production), { timeout: 60_000 }).toEqual(addresses)
  })

  test('leaves the pool while another is up, and visitors do not notice', { timeout: 240_000 }, async () => {
    const { production } = app
    const host = await hostOf(panel, production)
    const [first, second] = await Promise.all(['web.1', 'web.2'].map(name => instance(production, name)))
    docker('pause', first?.containerName ?? '')
    await expect
      .poll(() => routedTo(production), { timeout: 60_000 })
      .toEqual([addressOf(second?.containerName ?? '')])
    for (let visits = 0; visits < 20; visits++) expect((await visit(panel, host)).body).toBe('one')
    expect((await get(production)).status).toBe('degraded')
    docker('unpause', first?.containerName ?? '')
    await expect.poll(async () => (await routedTo(production)).length, { timeout: 60_000 }).toBe(2)
  })

  test('for want of memory is shown with its limit', { timeout: 240_000 }, async () => {
    const { production } = app
    await visit(panel, await hostOf(panel, production), '/eat')
    const hurt = async () => (await get(production)).instances.find(({ oomKilled }) => oomKilled)
    await expect
      .poll(hurt, { timeout: 120_000 })
      .toMatchObject({ observedStatus: 'running', ready: true, memoryMb: 96, exitCode: 137 })
    const page = await browser.open(`${project}/production/shop`)
    await page.getByRole('row').filter({ hasText: 'Out of memory' }).getByText('96 MB').waitFor()
    await page.context().close()
  })
})

describe('an app that keeps ending', () => {
  test('is stopped, says why, and starts again when asked to', { timeout: 500_000 }, async () => {
    const { staging } = app
    const host = await hostOf(panel, staging)
    const { containerName } = await instance(staging, 'web.1')
    await visit(panel, host, '/break')
    const page = await browser.open(`${project}/staging/shop`)
    // Found by the page itself, without a reload.
    await page.getByText('web.1 kept ending and was stopped').waitFor({ timeout: 240_000 })
    await ready(page)
    const { status, instances } = await get(staging)
    expect(status).toBe('crashed')
    expect(instances[0]?.haltReason).toMatchObject({ code: 'run.exited' })
    expect(instances[0]?.haltReason?.sentence).toContain('exit code 7')
    expect(instances[0]?.haltReason?.fix).toContain('PAYMENT_URL')
    expect(JSON.stringify(instances)).not.toContain(SECRET)
    expect(await accessibilityProblems(page)).toEqual([])
    await page.setViewportSize({ width: 360, height: 740 })
    expect(await sidewaysPixels(page)).toBe(0)
    await page.getByText('Stopped: kept ending').waitFor()
    expect((await activity())[0]).toContain('web.1 was stopped: it kept ending.')
    await expect
      .poll(
        () => docker('inspect', '-f', '{{.State.Status}} {{.HostConfig.RestartPolicy.Name}}', containerName),
        {
          timeout: 60_000,
        },
      )
      .toBe('exited no')
    const answer = await visit(panel, host)
    expect([answer.status, answer.body]).toEqual([502, expect.stringContaining('This app is down')])

    docker('cp', import.meta.filename, `${containerName}:/tmp/mended`)
    await page.getByRole('button', { name: 'Start again' }).click()
    await page.getByText('web.1 kept ending and was stopped').waitFor({ state: 'detached', timeout: 120_000 })
    await expect.poll(async () => (await visit(panel, host)).body, { timeout: 120_000 }).toBe('one')
    await becomes(staging, 'web.1', { observedStatus: 'running', ready: true, haltedAt: null })
    const refusal = await panel.refusal('app-environments.restart', { appEnvironmentId: staging })
    expect(refusal.status).toBe(409)
    await page.context().close()
    browser.takeProblems()
  })
})

describe('a server that boots', () => {
  test('comes back whole: no address is another app’s', { timeout: 500_000 }, async () => {
    const other = await createRepository({ files: fragileApp('other') })
    const neighbour = await panel.call('apps.create', {
      projectId: app.projectId,
      name: 'neighbour',
      repositoryUrl: other.url,
    })
    const appEnvironmentId =
      neighbour.environments.find(({ environmentSlug }) => environmentSlug === 'production')
        ?.appEnvironmentId ?? ''
    await panel.call('app-environments.update', { appEnvironmentId, branch: 'main' })
    const { id } = await panel.call('deployments.create', { appEnvironmentId })
    await waitFor(panel, id)
    await other.close()
    const [host, otherHost] = [await hostOf(panel, app.production), await hostOf(panel, appEnvironmentId)]

    const place = ['--data-dir', panel.dataDir]
    berth(['down', ...place], panel.env)
    const filter = `label=berth.namespace=${panel.env.BERTH_NAMESPACE}`
    const containers = docker('ps', '-q', '--filter', filter).split('\n')
    docker('stop', '-t', '1', ...containers)
    // Started in the wrong order, it takes the address that another had.
    const [stranger = ''] = docker(
      'ps',
      '-aq',
      '--filter',
      filter,
      '--filter',
      'label=berth.process=worker',
    ).split('\n')
    docker('start', stranger)
    berth(['up', '--detach', ...place, '--port', String(panel.port)], panel.env)

    const bodies = new Map<string, Set<string>>([host, otherHost].map(name => [name, new Set()]))
    const seen = async (name: string) => {
      const { status, body } = await visit(panel, name).catch(() => ({ status: 0, body: '' }))
      if (status === 200) bodies.get(name)?.add(body)
      return status === 200
    }
    await expect
      .poll(async () => (await seen(host)) && (await seen(otherHost)), { timeout: 120_000, interval: 50 })
      .toBe(true)
    for (const target of [app.production, app.staging, appEnvironmentId])
      await expect.poll(async () => (await get(target)).status, { timeout: 120_000 }).toBe('live')
    for (let visits = 0; visits < 20; visits++) await Promise.all([seen(host), seen(otherHost)])
    expect([...(bodies.get(host) ?? [])]).toEqual(['one'])
    expect([...(bodies.get(otherHost) ?? [])]).toEqual(['other'])
  })
})
