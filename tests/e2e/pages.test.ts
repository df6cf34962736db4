import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { webApp } from '../support/apps'
import { openBrowser, type TestBrowser } from '../support/browser'
import { accessibilityProblems, scriptBytes, sidewaysPixels } from '../support/check-page'
import { createApp, deploy } from '../support/deploying'
import { createRepository, type ServedRepository } from '../support/git-server'
import { type Panel, startPanel } from '../support/panel'

/** docs: the first load of any page is at most 200 kB of compressed JavaScript. */
const SCRIPT_BUDGET = 200 * 1024

let panel: Panel
let browser: TestBrowser
let repository: ServedRepository
let project: string
let app: string

beforeAll(async () => {
  panel = await startPanel()
  browser = await openBrowser(panel.url)
  repository = await createRepository({ files: webApp({ version: 'one' }) })
  const made = await createApp(panel, { repositoryUrl: repository.url })
  await deploy(panel, made.production)
  project = `/projects/${made.app.projectSlug}`
  app = `${project}/production/${made.app.slug}`
}, 400_000)

afterAll(async () => {
  await browser?.close()
  await repository?.close()
  await panel?.stop()
}, 60_000)

const pages = () => [
  '/projects',
  '/projects/new',
  project,
  `${project}/settings`,
  `${project}/apps/new`,
  `${project}/apps/shop/set-up`,
  app,
  `${app}/deployments`,
  `${app}/deployments/1`,
  `${app}/logs`,
  `${app}/variables`,
  `${app}/domains`,
  `${app}/traffic`,
  `${app}/settings`,
  `${app}/promote`,
  `${app}/promote`.replace('production', 'staging'),
  app.replace('production', 'staging'),
  '/activity',
  '/servers',
  '/settings',
]

/** Both widths and both colour schemes, in two rounds. */
const SCREENS = [
  { width: 1440, height: 900, colorScheme: 'light' },
  { width: 360, height: 740, colorScheme: 'dark' },
] as const

/** Forms work once scripts run, and pages that read the repository show what they found a moment later. */
const settled = (page: Page) => page.waitForLoadState('networkidle').catch(() => undefined)

describe('every page', () => {
  test.for(SCREENS)(
    'is accessible, fits and has no errors at $width px, $colorScheme',
    { timeout: 240_000 },
    async ({ colorScheme, ...viewport }) => {
      const page = await browser.open('/projects', { viewport, colorScheme })
      browser.takeProblems()
      for (const path of pages()) {
        await page.goto(path)
        await page.getByRole('heading', { level: 1 }).waitFor()
        await settled(page)
        expect.soft(await accessibilityProblems(page), path).toEqual([])
        expect.soft(await sidewaysPixels(page), path).toBe(0)
        expect.soft(await page.title(), path).toMatch(/\S · \S/)
        expect.soft(browser.takeProblems(), path).toEqual([])
      }
      await page.context().close()
    },
  )

  test('loads at most 200 kB of compressed scripts', { timeout: 120_000 }, async () => {
    const page = await browser.open('/projects')
    for (const path of ['/sign-in', ...pages()]) {
      await page.goto(path)
      expect.soft(await scriptBytes(page), path).toBeLessThanOrEqual(SCRIPT_BUDGET)
    }
    await page.context().close()
  })

  test('that does not exist says so, with a way back', async () => {
    const page = await browser.open('/projects/nothing-here')
    await page.getByText('There is nothing at this address').waitFor()
    await page.getByRole('link', { name: 'Go to projects' }).click()
    await page.waitForURL('**/projects')
    await page.goto(`${project}/production/nothing-here`)
    await page.getByText('There is nothing at this address').waitFor()
    await page.context().close()
    browser.takeProblems()
  })
})

describe('the frame', () => {
  test('the palette finds an app and goes there, by keyboard alone', async () => {
    const page = await browser.open(project)
    await settled(page)
    await page.keyboard.press('Control+k')
    await page.getByPlaceholder('Type a name or an action').waitFor()
    await page.getByRole('option', { name: /shop.*staging/ }).waitFor()
    await page.keyboard.type('shop stag')
    await page.keyboard.press('Enter')
    await page.waitForURL('**/staging/shop')
    await page.keyboard.press('?')
    await page.getByRole('dialog', { name: 'Keyboard shortcuts' }).waitFor()
    await page.keyboard.press('Escape')
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    await page.keyboard.press('g')
    await page.keyboard.press('s')
    await page.waitForURL('**/servers')
    await page.context().close()
  })

  test('switching the environment keeps the tab', async () => {
    const page = await browser.open(`${app}/domains`)
    await page.getByRole('button', { name: /^Environment/ }).click()
    await page.getByRole('menuitem', { name: 'Staging' }).click()
    await page.waitForURL('**/staging/shop/domains')
    await page.context().close()
  })

  test('a chosen theme is there before the first paint, also after a reload', async () => {
    const page = await browser.open('/projects', { colorScheme: 'light' })
    await page.getByRole('button', { name: /Ada Admin/ }).click()
    const saved = page.waitForResponse('**/theme?theme=dark')
    await page.getByRole('menuitemradio', { name: 'Dark' }).click()
    expect((await saved).status()).toBe(204)
    const html = await (await page.request.get('/projects')).text()
    expect(html).toContain('data-theme="dark"')
    await page.context().close()
  })

  test('on a phone the sidebar is behind a menu, and closes on the way', async () => {
    const page = await browser.open(app, { viewport: { width: 360, height: 740 } })
    await page.getByRole('button', { name: 'Open the menu' }).click()
    await page.getByRole('dialog').getByRole('link', { name: 'Activity' }).click()
    await page.waitForURL('**/activity')
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    await page.context().close()
  })
})

describe('settings of an app', () => {
  test('a wrong value is refused at its field, a right one is kept', async () => {
    const page = await browser.open(`${app}/settings`)
    await settled(page)
    const form = page.locator('section').filter({ has: page.getByRole('heading', { name: 'Production' }) })
    await form.getByLabel('Health path').fill('healthz')
    await form.getByRole('button', { name: 'Save', exact: true }).click()
    await form.getByText('Must start with / and have no spaces.').waitFor()
    browser.takeProblems()
    await form.getByLabel('Health path').fill('/healthz')
    await form.getByRole('button', { name: 'Save', exact: true }).click()
    await page.getByText('Settings of production saved.').waitFor()
    await page.reload()
    expect(await form.getByLabel('Health path').inputValue()).toBe('/healthz')
    await page.context().close()
  })

  test('the branch is chosen from those of the repository', async () => {
    await repository.commit({ 'a.txt': 'a' }, 'A branch', { branch: 'next', from: 'main' })
    const page = await browser.open(`${app}/settings`)
    await page
      .getByLabel('Branch', { exact: true })
      .locator('option', { hasText: 'next' })
      .waitFor({ state: 'attached' })
    expect(await page.getByLabel('Branch', { exact: true }).inputValue()).toBe('main')
    await page.context().close()
  })

  test('the webhook card shows an address per git host and hides the secret until asked', async () => {
    const page = await browser.open(`${app}/settings`)
    await settled(page)
    await page.getByLabel('Git host').selectOption('gitlab')
    expect(await page.getByLabel('URL', { exact: true }).inputValue()).toContain('/api/webhooks/gitlab/')
    const secret = page.getByLabel('Secret', { exact: true })
    expect(await secret.getAttribute('type')).toBe('password')
    await page.getByRole('button', { name: 'Show the secret' }).click()
    expect(await secret.getAttribute('type')).toBe('text')
    await page.context().close()
  })

  test('a domain is added, made primary and removed; a wrong one is refused', async () => {
    const page = await browser.open(`${app}/domains`)
    await settled(page)
    await page.getByLabel('Add a domain').fill('not a domain')
    await page.getByRole('button', { name: 'Add domain' }).click()
    await page.getByRole('alert').filter({ hasText: 'not a domain' }).waitFor()
    browser.takeProblems()
    await page.getByLabel('Add a domain').fill('shop.example.com')
    await page.getByRole('button', { name: 'Add domain' }).click()
    await page.getByRole('button', { name: 'Make shop.example.com primary' }).click()
    await page.getByRole('listitem').filter({ hasText: 'shop.example.com' }).getByText('Primary').waitFor()
    await page.getByRole('button', { name: 'Remove shop.example.com' }).click()
    await page.getByRole('button', { name: 'Remove domain' }).click()
    await page.getByRole('link', { name: /shop\.example\.com/ }).waitFor({ state: 'detached' })
    await page.context().close()
  })
})
