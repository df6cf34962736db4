import { randomUUID } from 'node:crypto'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { dockerfile, webApp } from '../support/apps'
import { openBrowser, ready, type TestBrowser } from '../support/browser'
import { accessibilityProblems } from '../support/check-page'
import { createApp, deploy, hostOf, waitFor } from '../support/deploying'
import { createRepository, type ServedRepository } from '../support/git-server'
import { type Panel, startPanel, visit } from '../support/panel'

let panel: Panel
let browser: TestBrowser
let repository: ServedRepository
let appEnvironmentId: string
let app: string

beforeAll(async () => {
  panel = await startPanel()
  browser = await openBrowser(panel.url)
  repository = await createRepository({ files: webApp({ version: 'one' }) })
  const made = await createApp(panel, { repositoryUrl: repository.url })
  appEnvironmentId = made.production
  app = `/projects/${made.app.projectSlug}/production/${made.app.slug}`
  await panel.call('app-environments.update', { appEnvironmentId, checkTimeoutSeconds: 6 })
  await deploy(panel, appEnvironmentId)
}, 400_000)

afterAll(async () => {
  await browser?.close()
  await repository?.close()
  await panel?.stop()
}, 60_000)

/** With time for a machine that builds meanwhile. */
async function open(path: string, options: Parameters<TestBrowser['open']>[1] = {}): Promise<Page> {
  const page = await browser.open(path, options)
  page.setDefaultTimeout(60_000)
  return page
}

/** The app with a build that writes `lines` lines, one each half second, and is in no cache. */
const slowBuild = (version: string, lines: number) => ({
  ...webApp({ version }),
  ...dockerfile([
    'COPY server.js .',
    `RUN : ${randomUUID()}; i=0; while [ $i -lt ${lines} ]; do i=$((i+1)); echo "${version} line $i"; sleep 0.5; done`,
    'CMD ["node", "server.js"]',
  ]),
})

const log = (page: Page) => page.getByRole('log', { name: 'Deployment log' })
const steps = (page: Page) => page.getByRole('region', { name: 'Steps' })
const main = (page: Page) => page.getByRole('main')
/** Of the deployment, not of the app in the header. */
const badge = (page: Page, word: string) => main(page).getByText(word, { exact: true }).last()

describe('a deployment under way', () => {
  test('shows steps and lines as they come, also after a reload and a restart of the panel', async () => {
    await repository.commit(slowBuild('two', 40), 'Version two')
    const page = await open(app)
    await ready(page)
    await page.getByRole('button', { name: 'Deploy', exact: true }).click()
    await page.waitForURL('**/deployments/2')
    await log(page).getByText('two line 2', { exact: true }).waitFor()
    await steps(page)
      .getByRole('button', { name: /^Build\b.*under way/ })
      .waitFor()
    await expect.poll(() => page.title(), { timeout: 20_000 }).toMatch(/^Building #2/)

    await page.reload()
    await log(page).getByText('two line 1', { exact: true }).waitFor()
    process.kill(panel.pid('web'), 'SIGKILL')
    await log(page).getByText('two line 40', { exact: true }).waitFor()
    await steps(page)
      .getByRole('button', { name: /^Retire the old version\b.*done/ })
      .waitFor()
    await expect.poll(() => page.title(), { timeout: 20_000 }).toMatch(/^Succeeded #2/)
    expect(await log(page).getByText('two line 1', { exact: true }).count()).toBeLessThanOrEqual(1)
    expect(await accessibilityProblems(page)).toEqual([])
    await page.context().close()
    browser.takeProblems()
  })

  test('is cancelled by its button, and the version before stays', async () => {
    await repository.commit(slowBuild('three', 100), 'Version three')
    const { number, id } = await panel.call('deployments.create', { appEnvironmentId })
    const page = await open(`${app}/deployments/${number}`)
    await log(page).getByText('three line 2', { exact: true }).waitFor()
    await main(page).getByRole('button', { name: 'Cancel' }).click()
    await badge(page, 'Cancelled').waitFor()
    expect((await waitFor(panel, id, ['CANCELLED'])).phase).toBe('CANCELLED')
    expect((await visit(panel, await hostOf(panel, appEnvironmentId))).body).toBe('two')
    await page.context().close()
  })
})

describe('a deployment that failed', () => {
  test('says what happened and what to do, opens the failing step, and says what serves', async () => {
    await repository.commit(
      {
        ...dockerfile(['COPY server.js .', 'CMD ["node", "server.js"]']),
        'server.js': "console.error('no database here'); process.exit(7)",
      },
      'A crash',
    )
    const { number } = await deploy(panel, appEnvironmentId, ['FAILED'])
    const page = await open(`${app}/deployments/${number}`, {
      viewport: { width: 360, height: 740 },
      colorScheme: 'dark',
    })
    await main(page).getByRole('strong').getByText('The previous version is still serving.').waitFor()
    await main(page)
      .getByText(/exit code 7/)
      .first()
      .waitFor()
    await log(page).getByText('no database here', { exact: true }).waitFor()
    await steps(page).locator('[aria-pressed="true"]').filter({ hasText: 'failed' }).waitFor()
    await steps(page).getByRole('button', { name: 'Whole log' }).click()
    await page.waitForURL('**?step=all')
    await log(page)
      .getByText(/^Commit/)
      .waitFor()
    expect(await accessibilityProblems(page)).toEqual([])
    await page.context().close()
  })
})

describe('the log of a deployment', () => {
  test('step, search and line are in the address', async () => {
    const page = await open(`${app}/deployments/2?step=BUILDING&search=line+3`)
    await log(page).getByText('two line 3', { exact: true }).waitFor()
    expect(await page.getByRole('searchbox').inputValue()).toBe('line 3')
    expect(await log(page).getByText('two line 4', { exact: true }).count()).toBe(0)
    await page.getByRole('searchbox').fill('nowhere')
    await log(page).getByText('No line contains “nowhere”.').waitFor()
    await page.goto(`${app}/deployments/2#L1`)
    await log(page)
      .getByText(/^Fetching main/)
      .waitFor()
    const download = page.waitForEvent('download')
    await page.getByRole('button', { name: 'Download the log' }).click()
    expect((await download).suggestedFilename()).toBe('shop-production-2.log')
    await page.context().close()
  })
})

describe('rolling back', () => {
  test('is one click on an earlier deployment, and builds nothing', async () => {
    const page = await open(`${app}/deployments`)
    await ready(page)
    const first = page.getByRole('row').filter({ has: page.getByRole('link', { name: 'Deployment 1' }) })
    await first.getByRole('button', { name: /^Roll back to/ }).click()
    await page.waitForURL('**/deployments/5')
    await page.getByRole('heading', { name: 'Rollback #5' }).waitFor()
    await badge(page, 'Live').waitFor()
    expect((await visit(panel, await hostOf(panel, appEnvironmentId))).body).toBe('one')
    expect(
      await main(page)
        .getByRole('button', { name: /^Roll back to/ })
        .isDisabled(),
    ).toBe(true)
    expect(browser.takeProblems()).toEqual([])
    await page.context().close()
  })
})

describe('the runtime log', () => {
  const runtimeLog = (page: Page) => page.getByRole('log', { name: 'Runtime log' })
  const say = async (text: string) =>
    visit(panel, await hostOf(panel, appEnvironmentId), `/say?${encodeURIComponent(text)}`)

  test('is live, and a search finds what came before and what comes', async () => {
    await say('first words')
    const page = await open(`${app}/logs`)
    await page.getByText('Live', { exact: true }).last().waitFor()
    await say('hello from the app')
    await runtimeLog(page).getByText('hello from the app', { exact: true }).waitFor()
    await page.getByRole('searchbox').fill('WORDS')
    await page.getByText('1 found').waitFor()
    await say('other words, later')
    await page.getByText('2 found').waitFor()
    expect(await runtimeLog(page).getByText('hello from the app').count()).toBe(0)
    expect(new URL(page.url()).search).toBe('?search=WORDS')
    await page.context().close()
  })

  test('colours are shown, markup is text', async () => {
    await say('\u001b[31mred alert\u001b[0m <img src=x onerror=alert(1)>')
    const page = await open(`${app}/logs`)
    const red = runtimeLog(page).getByText('red alert', { exact: true })
    await red.waitFor()
    expect(await red.getAttribute('class')).toContain('text-bad')
    await runtimeLog(page).getByText('<img src=x onerror=alert(1)>').waitFor()
    expect(browser.takeProblems()).toEqual([])
    await page.context().close()
  })

  test('a long one has its end first, older lines on demand, and waits for the reader', async () => {
    for (let from = 0; from < 3000; from += 250)
      await say(Array.from({ length: 250 }, (_, i) => `flood ${from + i}`).join('\n'))
    const found = () => panel.call('logs.read', { appEnvironmentId, search: 'flood 2999' })
    await expect.poll(async () => (await found()).entries.length, { timeout: 20_000 }).toBe(1)
    const page = await open(`${app}/logs`)
    await runtimeLog(page).getByText('flood 2999', { exact: true }).waitFor()
    await runtimeLog(page).hover()
    await page.mouse.wheel(0, -100_000)
    await page.getByRole('button', { name: 'Load older lines' }).click()
    await runtimeLog(page).getByText('flood 2000', { exact: true }).waitFor()
    await say('news')
    await page.getByRole('button', { name: 'Jump to latest (1 new)' }).click()
    await runtimeLog(page).getByText('news', { exact: true }).waitFor()
    await page.context().close()
  })
})
