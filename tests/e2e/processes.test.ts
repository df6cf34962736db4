import { afterAll, beforeAll, expect, test } from 'vitest'
import { webApp } from '../support/apps'
import { openBrowser, ready, type TestBrowser } from '../support/browser'
import { accessibilityProblems, sidewaysPixels } from '../support/check-page'
import { createApp, deploy, waitFor } from '../support/deploying'
import { docker } from '../support/docker-cli'
import { createRepository, type ServedRepository } from '../support/git-server'
import { type Panel, startPanel } from '../support/panel'

const MIB = 1024 * 1024
let panel: Panel
let browser: TestBrowser
let repository: ServedRepository
let appEnvironmentId: string
let settings: string

beforeAll(async () => {
  panel = await startPanel()
  browser = await openBrowser(panel.url)
  repository = await createRepository({ files: webApp({ version: 'one' }) })
  const made = await createApp(panel, { repositoryUrl: repository.url })
  appEnvironmentId = made.production
  settings = `/projects/${made.app.projectSlug}/production/${made.app.slug}/settings`
  await deploy(panel, appEnvironmentId)
}, 400_000)

afterAll(async () => {
  await browser?.close()
  await repository?.close()
  await panel?.stop()
}, 60_000)

const processesOf = (page: Awaited<ReturnType<TestBrowser['open']>>) =>
  page.locator('section').filter({ has: page.getByRole('heading', { name: 'Processes', exact: true }) })

/** What the engine was told of each container of this panel, by process. */
function limits() {
  const filter = `label=berth.namespace=${panel.env.BERTH_NAMESPACE}`
  const format =
    '{{index .Config.Labels "berth.process"}}.{{index .Config.Labels "berth.index"}} {{.HostConfig.Memory}} {{.HostConfig.CpuQuota}}'
  const ids = docker('ps', '-q', '--filter', filter).split('\n').filter(Boolean)
  return docker('inspect', '--format', format, ...ids)
    .trim()
    .split('\n')
    .sort()
}

test('a scheduler is told twice from once, in words', { timeout: 120_000 }, async () => {
  const page = await browser.open(settings, { viewport: { width: 360, height: 740 } })
  await ready(page)
  const form = processesOf(page)
  await form.getByRole('button', { name: 'Add process' }).click()
  await form.getByLabel('Process type').last().fill('clock')
  await form.getByLabel('Command of clock').fill('sleep 3600')
  expect(await form.getByLabel('Never two at once of clock').isChecked()).toBe(true)
  await form.getByLabel('Instances of clock').fill('2')
  await form.getByRole('button', { name: 'Save', exact: true }).click()
  await form.getByText('clock must not run twice at once, so it has at most one instance.').waitFor()
  browser.takeProblems()
  expect(await accessibilityProblems(page)).toEqual([])
  expect(await sidewaysPixels(page)).toBe(0)
  await page.context().close()
})

test('scale and limits are saved and deployed without a build', { timeout: 300_000 }, async () => {
  const page = await browser.open(settings)
  await ready(page)
  const form = processesOf(page)
  await form.getByLabel('Instances of web').fill('2')
  await form.getByLabel('Memory, MB of web').fill('128')
  await form.getByRole('button', { name: 'Add process' }).click()
  await form.getByLabel('Process type').last().fill('clock')
  await form.getByLabel('Command of clock').fill('sleep 3600')
  await form.getByLabel('CPUs of clock').fill('0.25')
  await form.getByLabel('Time to end, s of clock').fill('1')
  await form.getByRole('button', { name: 'Save and deploy' }).click()
  await page.waitForURL('**/deployments/2')
  const found = await panel.call('deployments.find', { appEnvironmentId, number: 2 })
  const { kind, steps } = await waitFor(panel, found.id)
  expect(kind).toBe('CONFIGURATION')
  expect(steps.find(({ phase }) => phase === 'BUILDING')?.outcome ?? 'SKIPPED').toBe('SKIPPED')
  await expect
    .poll(limits, { timeout: 120_000 })
    .toEqual([`clock.1 ${512 * MIB} 25000`, `web.1 ${128 * MIB} 100000`, `web.2 ${128 * MIB} 100000`])
  expect((await panel.call('app-environments.get', { appEnvironmentId })).pendingChanges).toBe(0)
  await page.context().close()
})
