import { setTimeout as sleep } from 'node:timers/promises'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Answer, ask } from '../adapters/proxy/client'
import { openBrowser, ready, type TestBrowser } from '../support/browser'
import { accessibilityProblems, sidewaysPixels } from '../support/check-page'
import { createApp, deploy, hostOf } from '../support/deploying'
import { createRepository, type ServedRepository } from '../support/git-server'
import { type Panel, startPanel } from '../support/panel'
import { trafficApp } from '../support/traffic-app'

const HOSTILE = '<img src=x onerror=alert(1)> "quoted" & more'

let panel: Panel
let browser: TestBrowser
let repository: ServedRepository
let made: Awaited<ReturnType<typeof createApp>>
let host: string
let overview: string

beforeAll(async () => {
  panel = await startPanel()
  browser = await openBrowser(panel.url)
  repository = await createRepository({ files: trafficApp('one') })
  made = await createApp(panel, { repositoryUrl: repository.url })
  await deploy(panel, made.production)
  host = await hostOf(panel, made.production)
  overview = `/projects/${made.app.projectSlug}/production/${made.app.slug}`
}, 400_000)

afterAll(async () => {
  await browser?.close()
  await repository?.close()
  await panel?.stop()
}, 60_000)

async function open(path: string, options: Parameters<TestBrowser['open']>[1] = {}): Promise<Page> {
  const page = await browser.open(path, options)
  page.setDefaultTimeout(60_000)
  await ready(page)
  return page
}
/** The card of that heading. */
const card = (page: Page, title: string) =>
  page.locator('section').filter({ has: page.getByRole('heading', { level: 2, name: title, exact: true }) })
async function save(page: Page, title: string, said: string) {
  await card(page, title).getByRole('button', { name: 'Save' }).click()
  await page.getByText(said).first().waitFor()
}

type Request = Parameters<typeof ask>[2]
/** Asks until the proxy has the change. */
async function answers(request: Request, wanted: (answer: Answer) => boolean): Promise<Answer> {
  const until = Date.now() + 60_000
  for (;;) {
    const answer = await ask(`http://127.0.0.1:${panel.port}`, host, request)
    if (wanted(answer)) return answer
    if (Date.now() > until) throw new Error(`still ${answer.status}: ${answer.body.slice(0, 500)}`)
    await sleep(50)
  }
}
const status = (wanted: number) => (answer: Answer) => answer.status === wanted

test('maintenance is switched on with a message, shown on the overview, and switched off', {
  timeout: 180_000,
}, async () => {
  const page = await open(`${overview}/traffic`)
  const form = card(page, 'Maintenance')
  await form.getByLabel('Show the maintenance page').click()
  await form.getByLabel('Message').fill(HOSTILE)
  await form.getByLabel('Come back after').fill('90')
  await form.getByLabel('Who gets in all the same').fill('127.0.0.9\n\nexample.com')
  await form.getByRole('button', { name: 'Save' }).click()
  await form.getByText('Must be an address or a range').waitFor()
  await form.getByLabel('Who gets in all the same').fill('127.0.0.9\n10.0.0.0/8')
  await save(page, 'Maintenance', 'Maintenance is on.')
  const closed = await answers({}, status(503))
  expect(closed.headers['retry-after']).toBe('90')
  expect(closed.body).toContain('&lt;img src=x onerror=alert(1)&gt; &quot;quoted&quot; &amp; more')
  expect((await answers({ from: '127.0.0.9' }, status(200))).body).toBe('one')

  await page.goto(overview)
  await ready(page)
  await page.getByText('Maintenance is on').waitFor()
  expect(await page.getByText('Maintenance', { exact: true }).count()).toBe(1)
  await page.getByRole('main').getByRole('link', { name: 'Traffic' }).last().click()
  await page.waitForURL('**/traffic')
  await ready(page)
  expect(await form.getByLabel('Message').inputValue()).toBe(HOSTILE)
  await form.getByLabel('Show the maintenance page').click()
  await save(page, 'Maintenance', 'Maintenance is off.')
  await answers({}, status(200))
  await page.goto('/activity')
  await page.getByText('started maintenance of').first().waitFor()
  await page.getByText('ended maintenance of').first().waitFor()
  await page.context().close()
})

test('every other part is saved by its form, and followed', { timeout: 180_000 }, async () => {
  const page = await open(`${overview}/traffic`)
  const redirects = card(page, 'Redirects')
  await redirects.getByRole('button', { name: 'Add redirect' }).click()
  await redirects.getByLabel('From').fill('/old')
  await redirects.getByLabel('To', { exact: true }).fill('//evil.example')
  await redirects.getByRole('button', { name: 'Save' }).click()
  await redirects.getByText('Must be a path such as /new').waitFor()
  await redirects.getByLabel('To', { exact: true }).fill('/new')
  await redirects.getByLabel('Status').selectOption('302')
  await save(page, 'Redirects', 'Redirects saved.')

  const headers = card(page, 'Security headers')
  await headers.getByLabel('Recommended headers').click()
  await headers.getByRole('button', { name: 'Add header' }).click()
  await headers.getByLabel('Header', { exact: true }).fill('Permissions-Policy')
  await headers.getByLabel('Value').fill('camera=()')
  await save(page, 'Security headers', 'Headers saved.')

  const limits = card(page, 'Limits')
  await limits.getByLabel('Largest upload').fill('1')
  await save(page, 'Limits', 'Limits saved.')

  const files = card(page, 'Static files')
  await files.getByRole('button', { name: 'Add folder' }).click()
  await save(page, 'Static files', 'Static files saved.')

  const pages = card(page, 'Pages of your own')
  await pages.getByLabel('During maintenance').fill('<title>Ours</title>')
  await save(page, 'Pages of your own', 'Pages saved.')

  const file = await answers({ path: '/static/a.0123abcd.css' }, ({ headers }) =>
    Boolean(headers['cache-control']),
  )
  expect(file.headers).toMatchObject({
    'cache-control': 'public, max-age=31536000, immutable',
    'permissions-policy': 'camera=()',
    'x-content-type-options': 'nosniff',
  })
  const moved = await answers({ path: '/old' }, status(302))
  expect(moved.headers.location).toBe('/new')
  await answers({ method: 'POST', body: Buffer.alloc(2 * 1024 * 1024) }, status(413))
  expect(await panel.call('traffic.get', { appEnvironmentId: made.production })).toMatchObject({
    redirects: { www: 'none', https: false, paths: [{ from: '/old', to: '/new', status: 302 }] },
    limits: { maxBodyMb: 1, readTimeoutSeconds: null, requestsPerSecond: null, burst: 20 },
    static: [{ prefix: '/static/', immutable: 'hashed' }],
    errorPages: { maintenance: '<title>Ours</title>', down: null },
  })
  await page.context().close()
})

test('a password is set, never shown again, and taken away', { timeout: 180_000 }, async () => {
  const page = await open(`${overview}/traffic`)
  const form = card(page, 'Password')
  await form.getByRole('button', { name: 'Add person' }).click()
  await form.getByLabel('Name').fill('ann')
  await form.getByLabel('Password').fill('correct horse')
  await save(page, 'Password', 'Passwords saved.')
  await answers({}, status(401))
  const authorization = `Basic ${Buffer.from('ann:correct horse').toString('base64')}`
  await answers({ headers: { authorization } }, status(200))
  await page.reload()
  await ready(page)
  expect(await form.getByLabel('Name').inputValue()).toBe('ann')
  expect(await form.getByLabel('Password').inputValue()).toBe('')
  expect(await page.content()).not.toMatch(/correct horse|\$2b\$/)
  await form.getByRole('button', { name: 'Remove person 1' }).click()
  await save(page, 'Password', 'Passwords saved.')
  await answers({}, status(200))
  await page.context().close()
})

test('the page is accessible and fits with everything on', { timeout: 180_000 }, async () => {
  await panel.call('traffic.update', {
    appEnvironmentId: made.production,
    maintenance: { on: true, allow: ['2001:db8:1234:5678:9abc:def0:1234:5678'] },
    redirects: { paths: [{ from: `/${'long'.repeat(100)}`, to: `https://example.com/${'x'.repeat(300)}` }] },
    basicAuth: { users: [{ name: 'a'.repeat(64), password: 'correct horse' }] },
    headers: { hsts: { maxAgeSeconds: 86_400 }, custom: [{ name: 'X-Long', value: 'v'.repeat(500) }] },
  })
  for (const [width, colorScheme] of [
    [1440, 'light'],
    [360, 'dark'],
  ] as const) {
    for (const path of [`${overview}/traffic`, overview]) {
      browser.takeProblems()
      const page = await open(path, { viewport: { width, height: 900 }, colorScheme })
      expect.soft(await accessibilityProblems(page), `${path} at ${width}`).toEqual([])
      expect.soft(await sidewaysPixels(page), `${path} at ${width}`).toBe(0)
      expect.soft(browser.takeProblems(), `${path} at ${width}`).toEqual([])
      await page.context().close()
    }
  }
})
