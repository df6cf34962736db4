import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openBrowser, ready, type TestBrowser } from '../support/browser'
import { accessibilityProblems, sidewaysPixels } from '../support/check-page'
import { leaveThings } from '../support/left-behind'
import { type Panel, startPanel } from '../support/panel'

let panel: Panel
let browser: TestBrowser
beforeAll(async () => {
  panel = await startPanel()
  browser = await openBrowser(panel.url)
  // The engine's build cache is everybody's.
  await panel.call('cleanup.update-policy', { buildCacheMb: 10_000_000 })
})
afterAll(async () => {
  await browser?.close()
  await panel?.stop()
})

const SCREENS = [
  { width: 1440, height: 900, colorScheme: 'light' },
  { width: 360, height: 740, colorScheme: 'dark' },
] as const

async function looksRight(page: Page, at: string) {
  expect.soft(await accessibilityProblems(page), at).toEqual([])
  expect.soft(await sidewaysPixels(page), at).toBe(0)
  expect.soft(browser.takeProblems(), at).toEqual([])
}

test('before anything was measured the page says what to do', async () => {
  const page = await browser.open('/servers')
  await ready(page)
  await page.getByText('Not measured yet.').waitFor()
  await looksRight(page, 'not measured')
  await page.context().close()
})

test('what to keep is changed; a value that is not allowed is refused', async () => {
  const page = await browser.open('/servers')
  await ready(page)
  const field = page.getByLabel('Releases to keep')
  expect(await field.inputValue()).toBe('10')
  await field.fill('0')
  await page.getByRole('button', { name: 'Save' }).click()
  expect(await field.evaluate(input => (input as HTMLInputElement).validity.rangeUnderflow)).toBe(true)
  await field.fill('3')
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByText('What cleanup keeps was saved.').waitFor()
  expect(await panel.call('cleanup.policy', {})).toMatchObject({ keepReleases: 3 })
  await page.reload()
  expect(await field.inputValue()).toBe('3')
  await page.context().close()
  const refusal = await panel.refusal('cleanup.update-policy', { keepReleases: 0 })
  expect(refusal).toMatchObject({ status: 400, field: 'keepReleases' })
})

test('what would go is shown, then goes', async () => {
  leaveThings(panel, 2)
  const page = await browser.open('/servers')
  await ready(page)
  await page.getByRole('button', { name: 'Show what would go' }).click()
  await page
    .getByText(/Would go: 2 images, 1 network, 1 log, 1 repository copy and 1 temporary file/)
    .waitFor()
  await page
    .getByRole('region', { name: 'What would go' })
    .getByText('Its app was deleted.')
    .first()
    .waitFor()
  for (const { colorScheme, ...viewport } of SCREENS) {
    const other = await browser.open('/servers', { viewport, colorScheme })
    await ready(other)
    await other.getByText('Measured').waitFor()
    await looksRight(other, `a dry run at ${viewport.width} px`)
    await other.context().close()
  }
  await page.getByRole('button', { name: 'Clean up now' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Clean up now' }).click()
  await page.getByText(/6 things removed/).waitFor()
  expect(await page.getByRole('region', { name: 'What goes' }).getByText('Removed').count()).toBe(6)
  await looksRight(page, 'a cleanup')
  await page.getByRole('button', { name: 'Show what would go' }).click()
  await page.getByText('Nothing would go').waitFor()
  await page.context().close()
})

test('a nearly full disk is said on every page, with the way to what takes room', async () => {
  await panel.db.diskAlarm.create({
    data: { hostname: 'disk-of-another', folder: '/var/lib/docker', percent: 91, since: new Date() },
  })
  const project = await panel.call('projects.create', { name: 'Shop' })
  for (const { colorScheme, ...viewport } of SCREENS) {
    for (const path of ['/projects', `/projects/${project.slug}`, '/servers']) {
      const page = await browser.open(path, { viewport, colorScheme })
      await page.getByRole('region', { name: 'Disk alarm' }).getByText('91 % full').waitFor()
      await looksRight(page, `${path} at ${viewport.width} px`)
      await page.context().close()
    }
  }
  const page = await browser.open(`/projects/${project.slug}`)
  await page.getByRole('link', { name: 'See what takes room' }).click()
  await page.waitForURL('**/servers')
  await page.getByText('Berth cleans up every hour while this lasts.').waitFor()
  await page.context().close()
  // Such an alarm makes a worker clean up by itself.
  const triggers = async () => (await panel.call('cleanup.list-runs', {})).runs.map(({ trigger }) => trigger)
  await expect.poll(triggers, { timeout: 60_000 }).toContain('ALARM')
})

test('who is no administrator sees the alarm, but nothing of other people’s apps', async () => {
  await panel.db.user.updateMany({ data: { isAdmin: false } })
  const page = await browser.open('/servers')
  await page.getByText('Ask an administrator of this installation to make room.').waitFor()
  expect(await page.getByRole('button', { name: 'Clean up now' }).count()).toBe(0)
  await page.context().close()
  expect((await panel.refusal('cleanup.list-runs', {})).status).toBe(403)
  await panel.db.user.updateMany({ data: { isAdmin: true } })
})
