import path from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { dockerfile, webApp } from '../support/apps'
import { openBrowser, ready, type TestBrowser } from '../support/browser'
import { accessibilityProblems, sidewaysPixels } from '../support/check-page'
import { deploy } from '../support/deploying'
import { createRepository, type ServedRepository } from '../support/git-server'
import { type Panel, startPanel, visit } from '../support/panel'
import { unreachableRegistries } from '../support/registries'

/** A deployment with its build, on a busy machine. */
const DEPLOYED = { timeout: 120_000 }
const noPyPI = (await unreachableRegistries(['pypi'])).has('pypi')

let panel: Panel
let browser: TestBrowser
let repository: ServedRepository
let page: Page
beforeAll(async () => {
  panel = await startPanel()
  repository = await createRepository({ files: builtSlowly('one') })
  await repository.commit({ 'NOTES.md': 'To come' }, 'Next', { branch: 'next', from: 'main' })
  browser = await openBrowser(panel.url)
  page = await browser.open('/projects')
})
afterAll(async () => {
  await browser?.close()
  await repository?.close()
  await panel?.stop()
})
afterEach(() => expect(browser.takeProblems()).toEqual([]))

/** Its build writes eight lines in as many seconds; none of it is in the engine's cache. */
const builtSlowly = (version: string) => ({
  ...webApp({ version }),
  ...dockerfile([
    'COPY server.js .',
    `RUN : ${Date.now()}; for n in 1 2 3 4 5 6 7 8; do echo "part $n of ${version}"; sleep 1; done`,
    'USER node',
    'EXPOSE 8080',
    'CMD ["node", "server.js"]',
  ]),
})

const go = async (address: string) => {
  await page.goto(address)
  await ready(page)
}
const app = (environment: string, tab = '') => `/projects/blue-shop/${environment}/web${tab}`
const press = (name: string | RegExp) => page.getByRole('button', { name, exact: true }).click()
/** Waits until the deployment that the page shows is in this state. */
const state = (title: string, word: string) =>
  page
    .getByRole('heading', { name: title, exact: true })
    .locator('..')
    .getByText(word, { exact: true })
    .waitFor(DEPLOYED)
const logLine = (text: string) => page.getByRole('log').getByText(text, { exact: true })
const find = (environment: string) =>
  panel.call('app-environments.find', { project: 'blue-shop', environment, app: 'web' })
const answerOf = async (environment: string, pathname = '/') => {
  const { url } = await find(environment)
  return (await visit(panel, new URL(url ?? '').host, pathname)).body
}
const variablesOf = async (environment: string) =>
  JSON.parse(await answerOf(environment, '/env')) as Record<string, string>

describe('the bundled example', () => {
  test.skipIf(noPyPI)('goes live from the empty panel by one click', { timeout: 300_000 }, async () => {
    await page.getByText('Nothing here yet').waitFor()
    await ready(page)
    await press('Deploy the example')
    await page.waitForURL('**/projects/example/production/flask/deployments/1')
    await state('Deployment #1', 'Live')
    for (const environment of ['production', 'staging']) {
      await page.goto(`/projects/example/${environment}/flask/deployments/1`)
      await state('Deployment #1', 'Live')
      const opened = page.waitForEvent('popup')
      await page
        .getByRole('main')
        .getByRole('link', { name: /localhost.*new tab/ })
        .last()
        .click()
      const visitor = await opened
      await visitor.getByRole('heading', { name: `Hello from ${environment}` }).waitFor()
      await visitor.getByRole('button', { name: 'Count' }).click()
      await visitor.getByText('Counted to 1').waitFor()
      await visitor.close()
    }
  })
})

describe('a repository of one’s own', () => {
  test('its branches and Dockerfile are shown before anything is deployed', async () => {
    await go('/projects/new')
    await page.getByLabel('Name').fill('Blue Shop')
    await press('Create project')
    await page.waitForURL('**/projects/blue-shop/apps/new')
    await page.getByLabel('Repository URL').fill(repository.url)
    await page.getByLabel('Name').fill('web')
    await press('Add app')
    await page.waitForURL('**/apps/web/set-up')
    const staging = page.getByLabel('Staging', { exact: true })
    await staging.waitFor()
    expect(await staging.locator('option').allTextContents()).toEqual(['main', 'next'])
    await staging.selectOption('next')
    await page.locator('summary', { hasText: 'Dockerfile' }).click()
    await page.getByText('CMD ["node", "server.js"]').waitFor()
  })

  test('a deployment shows steps and lines as they come, also after a reload', {
    timeout: 180_000,
  }, async () => {
    await press('Deploy production')
    await page.waitForURL('**/production/web/deployments/1')
    await logLine('part 2 of one').waitFor(DEPLOYED)
    await page.getByRole('button', { name: /^Build.*under way/ }).waitFor()
    await page.reload()
    await logLine('part 1 of one').waitFor()
    await state('Deployment #1', 'Live')
    for (const n of [1, 2, 3, 4, 5, 6, 7, 8]) expect(await logLine(`part ${n} of one`).count()).toBe(1)
    await page.getByRole('button', { name: /^Switch traffic.*done/ }).waitFor()
    expect(await answerOf('production')).toBe('one')
  })

  test('production and staging have different variables side by side', { timeout: 180_000 }, async () => {
    await go(app('staging', '/variables'))
    await addVariable('GREETING', 'hello from staging')
    await press('Save')
    await page.getByText('Variables saved').waitFor()
    await press('Deploy')
    await page.waitForURL('**/staging/web/deployments/1')
    await state('Deployment #1', 'Live')
    await go(app('production', '/variables'))
    await addVariable('GREETING', 'hello from production')
    await press('Save and deploy')
    await page.waitForURL('**/production/web/deployments/2')
    await state('Configuration #2', 'Live')
    expect((await variablesOf('staging')).GREETING).toBe('hello from staging')
    expect((await variablesOf('production')).GREETING).toBe('hello from production')
  })

  test('a new commit is deployed, and rolled back from the list', { timeout: 180_000 }, async () => {
    await repository.commit(webApp({ version: 'two' }), 'Say two')
    await go(app('production'))
    await press('Deploy')
    await page.waitForURL('**/production/web/deployments/3')
    await state('Deployment #3', 'Live')
    expect(await answerOf('production')).toBe('two')
    await go(app('production', '/deployments'))
    const first = page
      .getByRole('row')
      .filter({ has: page.getByRole('link', { name: 'Deployment 1', exact: true }) })
    await first.getByRole('button', { name: /^Roll back to/ }).click()
    await page.waitForURL('**/production/web/deployments/4')
    await state('Rollback #4', 'Live')
    expect(await answerOf('production')).toBe('one')
    expect((await variablesOf('production')).GREETING).toBeUndefined()
  })
})

const addVariable = async (name: string, value: string) => {
  const form = page.getByRole('form', { name: 'Add a variable' })
  await form.getByLabel('Name').fill(name)
  await form.getByLabel('Value').fill(value)
  await form.getByRole('button', { name: 'Add' }).click()
  await page.getByText('1 change', { exact: true }).waitFor()
}

const WIDTHS = [1440, 360]
const COLOR_SCHEMES = ['light', 'dark'] as const

describe('every main page, with something on it', () => {
  beforeAll(async () => {
    const broken = dockerfile(['RUN echo "the part is missing" && exit 3', 'CMD ["true"]'])
    await repository.commit(broken, 'Break the build')
    const { id } = await find('production')
    await deploy(panel, id, ['FAILED'])
    for (const word of ['apples', 'pears']) await answerOf('production', `/say?an%20order%20of%20${word}`)
  })

  test.each([
    ['projects', '/projects'],
    ['project', '/projects/blue-shop'],
    ['set-up', '/projects/blue-shop/apps/web/set-up'],
    ['overview', app('production')],
    ['deployments', app('production', '/deployments')],
    ['deployment', app('production', '/deployments/1')],
    ['deployment-failed', app('production', '/deployments/5')],
    ['logs', app('production', '/logs')],
    ['variables', app('production', '/variables')],
    ['domains', app('production', '/domains')],
    ['app-settings', app('production', '/settings')],
    ['activity', '/activity'],
    ['servers', '/servers'],
    ['settings', '/settings'],
  ])('%s fits and is accessible, wide and narrow, light and dark', { timeout: 120_000 }, (name, address) =>
    look(page, name, address),
  )

  test('sign-in fits and is accessible, wide and narrow, light and dark', { timeout: 120_000 }, async () => {
    const stranger = await browser.open('/sign-in', { anonymous: true })
    await look(stranger, 'sign-in', '/sign-in')
    await stranger.context().close()
  })
})

/** Pictures of all are kept in the folder BERTH_SCREENSHOTS, where it is set. */
async function look(page: Page, name: string, address: string) {
  const folder = process.env.BERTH_SCREENSHOTS
  await page.goto(address)
  await ready(page)
  if (name === 'set-up') await page.getByRole('heading', { name: 'Branches' }).waitFor()
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: width > 1000 ? 900 : 740 })
    for (const colorScheme of COLOR_SCHEMES) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
      await page.evaluate(endTransitions)
      const file = `${name}-${width}-${colorScheme}.png`
      if (folder) await page.screenshot({ path: path.join(folder, file), fullPage: true })
      expect.soft(await sidewaysPixels(page), file).toBe(0)
      expect.soft(await accessibilityProblems(page), file).toEqual([])
    }
  }
}

/** Colours on their way from one scheme to the other are of neither. */
function endTransitions() {
  for (const animation of document.getAnimations()) if (animation instanceof CSSTransition) animation.finish()
}
