import { spawnSync } from 'node:child_process'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { webApp } from '../support/apps'
import { openBrowser, ready, type TestBrowser } from '../support/browser'
import { accessibilityProblems, sidewaysPixels } from '../support/check-page'
import { createApp, type Deployment, deploy, hostOf, waitFor } from '../support/deploying'
import { createRepository, type ServedRepository } from '../support/git-server'
import { notesOf } from '../support/looking'
import { type Panel, startPanel, visit } from '../support/panel'

const HOSTILE = '<img src=x onerror=alert(1)> $(id) `id`; DROP TABLE "Release"'

let panel: Panel
let browser: TestBrowser
let repository: ServedRepository
let made: Awaited<ReturnType<typeof createApp>>
let production: string
let staging: string

beforeAll(async () => {
  panel = await startPanel()
  browser = await openBrowser(panel.url)
  repository = await createRepository({ files: webApp({ version: 'one' }) })
  made = await createApp(panel, { repositoryUrl: repository.url })
  const base = `/projects/${made.app.projectSlug}`
  production = `${base}/production/${made.app.slug}`
  staging = `${base}/staging/${made.app.slug}`
  await save(made.staging, [
    { name: 'STAGE', value: 'staging' },
    { name: 'FEATURE', value: '"><script>alert(1)</script>' },
    { name: 'API_KEY', value: 'planted-key-of-staging', secret: true },
  ])
  await save(made.production, [
    { name: 'STAGE', value: 'production' },
    { name: 'API_KEY', value: 'planted-key-of-production', secret: true },
  ])
  await panel.call('app-environments.update', {
    appEnvironmentId: made.production,
    releaseCommand: 'echo "migrated the database of $STAGE"',
  })
}, 400_000)

afterAll(async () => {
  await browser?.close()
  await repository?.close()
  await panel?.stop()
}, 60_000)

type Variables = { name: string; value: string; secret?: boolean }[]
async function save(appEnvironmentId: string, set: Variables) {
  const { variableSetId } = await panel.call('app-environments.get', { appEnvironmentId })
  const { revision } = await panel.call('variables.list', { variableSetId })
  await panel.call('variables.update', { variableSetId, revision, set })
}

async function open(path: string, options: Parameters<TestBrowser['open']>[1] = {}): Promise<Page> {
  const page = await browser.open(path, options)
  page.setDefaultTimeout(60_000)
  await ready(page)
  return page
}

const main = (page: Page) => page.getByRole('main')
const promoteButton = (page: Page) =>
  main(page).getByRole('button', { name: /^Promote [0-9a-f]{7} to production$/ })

/** Clicks on the one button and waits for the end of what it started. */
async function promoteOn(page: Page): Promise<Deployment> {
  await promoteButton(page).click()
  await page.waitForURL('**/deployments/*')
  const { deployments } = await panel.call('deployments.list', { appEnvironmentId: made.production })
  return waitFor(panel, deployments[0]?.id ?? '')
}

/** The images that containers of the app environment run, as the engine says. */
function imagesOf(appEnvironmentId: string): string[] {
  const docker = (...argv: string[]) => spawnSync('docker', argv, { encoding: 'utf8' }).stdout
  const ids = docker('ps', '-q', '--filter', `label=berth.app-environment=${appEnvironmentId}`)
    .split('\n')
    .filter(Boolean)
  return [...new Set(ids.map(id => docker('inspect', '--format', '{{.Image}}', id).trim()))]
}

async function environmentOf(appEnvironmentId: string): Promise<Record<string, string>> {
  const { body } = await visit(panel, await hostOf(panel, appEnvironmentId), '/env')
  return JSON.parse(body) as Record<string, string>
}
const bodyOf = async (appEnvironmentId: string) =>
  (await visit(panel, await hostOf(panel, appEnvironmentId))).body

describe('from staging to production', () => {
  test('nothing to promote yet: the page says where to begin', async () => {
    const page = await open(`${production}/promote`)
    await main(page).getByText('Nothing is deployed in staging yet').waitFor()
    await main(page).getByRole('link', { name: 'Go to staging' }).click()
    await page.waitForURL(`**${staging}`)
    await page.context().close()
  })

  test('the first version of production is the image of staging, with production’s variables', async () => {
    await deploy(panel, made.staging)
    const page = await open(staging)
    await main(page).getByRole('link', { name: 'Promote to production' }).first().click()
    await page.waitForURL('**/promote?from=staging*')
    await main(page).getByText('This is the first version of Production').waitFor()
    await main(page).getByText('echo "migrated the database of $STAGE"').waitFor()
    const done = await promoteOn(page)
    expect(done.kind).toBe('PROMOTION')
    expect(done.steps.map(({ phase }) => phase)).not.toContain('BUILDING')
    expect(await notesOf(panel, done.id)).toContain('$ echo "migrated the database of $STAGE"')
    const { entries } = await panel.call('deployments.log', { deploymentId: done.id, limit: 1000 })
    expect(entries.map(({ text }) => text)).toContain('migrated the database of production')
    expect(imagesOf(made.production)).toEqual(imagesOf(made.staging))
    expect(imagesOf(made.production)).toHaveLength(1)
    expect(await environmentOf(made.production)).toMatchObject({
      STAGE: 'production',
      API_KEY: 'planted-key-of-production',
    })
    expect((await environmentOf(made.production)).FEATURE).toBeUndefined()
    await main(page).getByRole('heading', { name: 'Promotion #1' }).waitFor()
    await main(page).getByRole('link', { name: 'from staging #1' }).waitFor()
    await page.context().close()
  })

  test('a second one says that there is nothing to do, by page and by API', async () => {
    const page = await open(`${production}/promote`)
    await main(page).getByText('Nothing to promote', { exact: true }).waitFor()
    expect(await promoteButton(page).count()).toBe(0)
    const refusal = await panel.refusal('promotions.create', { appEnvironmentId: made.production })
    expect(refusal).toMatchObject({ status: 409, code: 'conflict' })
    expect(refusal.message).toContain('there is nothing to promote')
    await page.context().close()
  })
})

describe('what lies between', () => {
  test('commits, migrations and variables are shown, as text whatever they hold', async () => {
    await repository.commit(
      { ...webApp({ version: 'two' }), 'shop/migrations/0002_price.py': 'x' },
      'Version two',
    )
    await repository.commit({ 'notes.txt': 'x' }, `${HOSTILE}\n\nA body nobody sees`)
    await deploy(panel, made.staging)
    browser.takeProblems()
    const page = await open(`${production}/promote`)
    const commits = main(page).getByRole('list', { name: 'Commits that come' }).getByRole('listitem')
    await commits.first().waitFor()
    expect(await commits.count()).toBe(2)
    expect(await commits.first().textContent()).toContain(HOSTILE)
    expect(await commits.first().textContent()).not.toContain('A body nobody sees')
    await main(page).getByText('2 commits that Production does not have yet.').waitFor()
    await main(page)
      .getByRole('list', { name: 'Migrations' })
      .getByText('shop/migrations/0002_price.py')
      .waitFor()

    const row = (name: string) =>
      main(page)
        .getByRole('region', { name: 'Variables that differ' })
        .getByRole('row')
        .filter({ hasText: name })
    expect(await row('FEATURE').textContent()).toMatch(/Missing.*"><script>alert\(1\)<\/script>.*not set/)
    expect(await row('STAGE').textContent()).toMatch(/Differs.*staging.*production/)
    expect(await row('API_KEY').count()).toBe(0)
    await main(page).getByText('1 secret in both, whose values are not compared').waitFor()
    const html = await page.content()
    expect(html).not.toContain('planted-key')
    expect(await accessibilityProblems(page)).toEqual([])
    expect(browser.takeProblems()).toEqual([])
    await page.context().close()
  })

  test('fits a phone, in the dark as well', async () => {
    const page = await open(`${production}/promote`, {
      viewport: { width: 360, height: 740 },
      colorScheme: 'dark',
    })
    await main(page).getByRole('list', { name: 'Commits that come' }).waitFor()
    expect(await sidewaysPixels(page)).toBe(0)
    expect(await accessibilityProblems(page)).toEqual([])
    await page.context().close()
  })

  test('missing names are copied into the editor, and saved there', async () => {
    const page = await open(`${production}/promote`)
    await main(page).getByRole('button', { name: 'Copy missing names' }).click()
    await page.waitForURL('**/production/*/variables')
    const bar = page.getByRole('region', { name: 'Unsaved changes' })
    await bar.getByText('1 change', { exact: true }).waitFor()
    await bar.getByRole('button', { name: 'Save', exact: true }).click()
    await bar.waitFor({ state: 'detached' })
    await page.goto(`${production}/promote`)
    await main(page).getByText('1 with another value. Production keeps its own values.').waitFor()
    await page.context().close()
  })

  test('the promotion takes all of it live, and the lists say what it was', async () => {
    const page = await open(`${production}/promote`)
    const done = await promoteOn(page)
    expect(await bodyOf(made.production)).toBe('two')
    expect(imagesOf(made.staging)).toHaveLength(1)
    await expect.poll(() => imagesOf(made.production), { timeout: 90_000 }).toEqual(imagesOf(made.staging))
    expect(await environmentOf(made.production)).toMatchObject({
      STAGE: 'production',
      FEATURE: '"><script>alert(1)</script>',
    })
    expect(done.steps.find(({ phase }) => phase === 'RELEASING')).toMatchObject({ outcome: 'DONE' })
    await page.goto(`${production}/deployments`)
    await main(page).getByText('Promotion of staging #2').waitFor()
    await page.goto('/activity')
    await main(page).getByText('promoted a release with the deployment').first().waitFor()
    await page.context().close()
  })
})

describe('after a promotion', () => {
  test('production is rolled back by the same path, without a build or a release command', async () => {
    const page = await open(`${production}/deployments`)
    const first = main(page)
      .getByRole('row')
      .filter({ has: page.getByRole('link', { name: 'Deployment 1', exact: true }) })
    await first.getByRole('button', { name: /^Roll back to/ }).click()
    await page.waitForURL('**/deployments/3')
    const { deployments } = await panel.call('deployments.list', { appEnvironmentId: made.production })
    const done = await waitFor(panel, deployments[0]?.id ?? '')
    expect(done.kind).toBe('ROLLBACK')
    expect(done.steps.map(({ phase }) => phase)).not.toContain('RELEASING')
    expect(await bodyOf(made.production)).toBe('one')
    expect((await environmentOf(made.production)).FEATURE).toBeUndefined()
    await page.context().close()
  })

  test('an earlier release is promoted from the list of deployments', async () => {
    const page = await open(`${staging}/deployments`)
    const second = main(page)
      .getByRole('row')
      .filter({ has: page.getByRole('link', { name: 'Deployment 2', exact: true }) })
    await second.getByRole('link', { name: 'Promote to production' }).click()
    await page.waitForURL('**/promote?from=staging&release=rel_*')
    await main(page).getByRole('list', { name: 'Commits that come' }).waitFor()
    const done = await promoteOn(page)
    expect(done.source).toMatchObject({ environmentSlug: 'staging', deploymentNumber: 2 })
    expect(await bodyOf(made.production)).toBe('two')
    await page.context().close()
  })

  test('an older version is called one, and what would go is listed', async () => {
    const { deployments } = await panel.call('deployments.list', { appEnvironmentId: made.staging })
    const first = deployments.find(({ number }) => number === 1)
    const page = await open(`${production}/promote?from=staging&release=${first?.releaseId}`)
    await main(page)
      .getByText('This is an older version: 2 commits that Production runs now will not be part of it.')
      .waitFor()
    expect(
      await main(page).getByRole('list', { name: 'Commits that go' }).getByRole('listitem').count(),
    ).toBe(2)
    await page.context().close()
  })

  test('a rewritten history is told as two lines', async () => {
    await repository.commit(webApp({ version: 'three' }), 'Written anew', { from: null })
    await deploy(panel, made.staging)
    const page = await open(`${production}/promote`)
    await main(page).getByRole('list', { name: 'Commits that go' }).waitFor()
    await main(page)
      .getByText(/^1 commit comes, and 3 commits that Production runs now/)
      .waitFor()
    await promoteOn(page)
    expect(await bodyOf(made.production)).toBe('three')
    await page.context().close()
  })

  test('a release of nowhere is nowhere', async () => {
    const page = await browser.open(`${production}/promote?from=staging&release=rel_${'0'.repeat(20)}`)
    await page.getByText('There is nothing at this address').waitFor()
    await page.context().close()
  })
})
