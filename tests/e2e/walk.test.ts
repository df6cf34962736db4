import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { webApp } from '../support/apps'
import { openBrowser, signInOn, type TestBrowser } from '../support/browser'
import { createRepository, type ServedRepository } from '../support/git-server'
import { ADMIN, berth, type Panel, startPanel, visit } from '../support/panel'

let panel: Panel
let browser: TestBrowser
let repository: ServedRepository

beforeAll(async () => {
  panel = await startPanel()
  browser = await openBrowser(panel.url)
  repository = await createRepository({ files: webApp({ version: 'one' }), token: 's3cret-token' })
}, 400_000)

afterAll(async () => {
  await browser?.close()
  await repository?.close()
  await panel?.stop()
}, 60_000)

describe('the first administrator', () => {
  test('a used set-up link is dead and says what to do', async () => {
    const page = await browser.open(panel.setupLink, { anonymous: true })
    await page.getByText('Berth is set up already').waitFor()
    await page.getByRole('link', { name: 'Sign in' }).click()
    await page.waitForURL('**/sign-in')
    await page.context().close()
  })

  test('is created by the link that the command prints, once', async () => {
    await panel.db.user.deleteMany()
    const link = /http\S+/.exec(berth(['setup-link', '--data-dir', panel.dataDir], panel.env))?.[0] ?? ''
    const page = await browser.open(`${link}x`, { anonymous: true })
    await page.getByText('This setup link does not work').waitFor()
    await page.goto(link)
    await page.getByLabel('Name').fill(ADMIN.name)
    await page.getByLabel('E-mail').fill(ADMIN.email)
    await page.getByLabel('Password').fill('too short')
    await page.getByRole('button', { name: 'Create administrator' }).click()
    await page.getByText('Must be at least 12 characters.').waitFor()
    await page.getByLabel('Password').fill(ADMIN.password)
    await page.getByRole('button', { name: 'Create administrator' }).click()
    await page.waitForURL('**/projects')
    await page.getByText('Nothing here yet').waitFor()
    await page.goto(link)
    await page.getByText('Berth is set up already').waitFor()
    await page.context().close()
    browser.takeProblems()
  })

  test('signs in, and gets to the page asked for', async () => {
    const page = await browser.open('/settings', { anonymous: true })
    await page.waitForURL('**/sign-in?next=%2Fsettings')
    await page.getByLabel('E-mail').fill(ADMIN.email)
    await page.getByLabel('Password').fill('wrong')
    await page.getByRole('button', { name: 'Sign in' }).click()
    await page.getByText('E-mail or password is wrong.').waitFor()
    await signInOn(page)
    expect(new URL(page.url()).pathname).toBe('/settings')
    await page.context().close()
    browser.takeProblems()
  })

  test('ends a session elsewhere, and signs out here', async () => {
    const other = await browser.open('/sign-in', {
      anonymous: true,
      userAgent: 'Mozilla/5.0 (Windows) Firefox/140.0',
    })
    await signInOn(other)
    const page = await browser.open('/settings', { anonymous: true })
    await signInOn(page)
    await page.getByRole('button', { name: 'End the session of Firefox on Windows' }).click()
    await page.getByText('Firefox on Windows').waitFor({ state: 'detached' })
    await other.goto('/projects')
    await other.waitForURL('**/sign-in**')
    await page.getByRole('button', { name: /Ada Admin/ }).click()
    await page.getByRole('menuitem', { name: 'Sign out' }).click()
    await page.waitForURL('**/sign-in**')
    await page.goto('/projects')
    await page.waitForURL('**/sign-in**')
    await Promise.all([page.context().close(), other.context().close()])
    browser.takeProblems()
  })

  test('makes an API token that is shown once', async () => {
    const page = await browser.open('/settings')
    await page.getByRole('button', { name: 'Create token' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('Name').fill('CI')
    await dialog.getByRole('button', { name: 'Create token' }).click()
    const secret = await dialog.getByText(/^berth_/).textContent()
    await dialog.getByRole('button', { name: 'Done' }).click()
    await page.getByRole('button', { name: 'Revoke CI' }).waitFor()
    expect(await page.content()).not.toContain(secret ?? 'berth_')
    await page.getByRole('button', { name: 'Revoke CI' }).click()
    await page.getByRole('button', { name: 'Revoke token' }).click()
    await page.getByText('No tokens').waitFor()
    await page.context().close()
  })
})

describe('from a repository to a live app, by mouse', () => {
  let page: Page
  beforeAll(async () => {
    page = await browser.open('/projects')
  })
  afterAll(() => page?.context().close())

  test('a project is created and an app is added from a private repository', async () => {
    await page.getByRole('link', { name: 'Create a project' }).click()
    await page.getByLabel('Name').fill('Blue Shop')
    await page.getByRole('button', { name: 'Create project' }).click()
    await page.waitForURL('**/projects/blue-shop/apps/new')
    await page.getByLabel('Repository URL').fill(repository.url)
    await page.getByLabel('Name').fill('web')
    await page.getByRole('button', { name: 'Add app' }).click()
    await page.waitForURL('**/apps/web/set-up')
  })

  test('the set-up page says that the repository needs a token, and takes it in place', async () => {
    await page.getByRole('button', { name: 'Save and look again' }).waitFor()
    await page.getByLabel('Access').selectOption('token')
    await page.getByLabel('Token', { exact: true }).fill('s3cret-token')
    await page.getByRole('button', { name: 'Save and look again' }).click()
    await page.getByRole('heading', { name: 'Branches' }).waitFor()
  })

  test('it shows the plan and the Dockerfile before anything is deployed', async () => {
    await page.locator('summary', { hasText: 'Dockerfile' }).click()
    await page.getByText('CMD ["node", "server.js"]').waitFor()
    expect(await page.getByLabel('Production').inputValue()).toBe('main')
    expect(await page.content()).not.toContain('s3cret-token')
  })

  test('one click deploys production and staging, and the link opens the app', {
    timeout: 240_000,
  }, async () => {
    await page.getByRole('button', { name: 'Deploy both' }).click()
    await page.waitForURL('**/production/web/deployments/1')
    for (const environment of ['production', 'staging']) {
      await page.goto(`/projects/blue-shop/${environment}/web`)
      await page.getByText('Every process runs.').waitFor({ timeout: 120_000 })
      const address = await page
        .getByRole('link', { name: /localhost.*new tab/ })
        .first()
        .getAttribute('href')
      const { status, body } = await visit(panel, new URL(address ?? '').hostname)
      expect([status, body]).toEqual([200, 'one'])
    }
  })

  test('the app is stopped and started', { timeout: 120_000 }, async () => {
    await page.getByRole('button', { name: 'Stop' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Stop' }).click()
    await page.getByText('Visitors see a notice that it is stopped.').waitFor()
    await page.getByRole('button', { name: 'Start' }).click()
    await page.waitForURL('**/deployments/*')
    await page.goto('/projects/blue-shop/staging/web')
    await page.getByText('Every process runs.').waitFor({ timeout: 60_000 })
  })

  test('the app is deleted by typing its name', { timeout: 120_000 }, async () => {
    await page.goto('/projects/blue-shop/production/web/settings')
    await page.getByRole('button', { name: 'Delete app' }).click()
    const dialog = page.getByRole('dialog')
    const confirm = dialog.getByRole('button', { name: 'Delete app' })
    await dialog.getByLabel(/^Type/).fill('wrong')
    expect(await confirm.isDisabled()).toBe(true)
    await dialog.getByLabel(/^Type/).fill('web')
    await confirm.click()
    await page.waitForURL('**/projects/blue-shop')
    await expect.poll(() => panel.db.app.count(), { timeout: 60_000, interval: 500 }).toBe(0)
  })
})
