import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { dockerAdapter } from '@/lib/adapters/docker/docker'
import { webApp } from '../../support/apps'
import { openBrowser, ready, type TestBrowser } from '../../support/browser'
import { type Bystander, startBystander } from '../../support/bystander'
import { sidewaysPixels } from '../../support/check-page'
import { createApp, deploy, hostOf } from '../../support/deploying'
import { DOCKER_HOST } from '../../support/docker'
import { createRepository, type ServedRepository } from '../../support/git-server'
import { inspect, notesOf } from '../../support/looking'
import { type Panel, startPanel, visit } from '../../support/panel'

const folder = mkdtempSync(path.join(os.tmpdir(), 'berth-commits-'))
/** What commands in the texts would make. */
const MARK = path.join(folder, 'pwned')

let panel: Panel
let browser: TestBrowser
let bystander: Bystander
let repository: ServedRepository
let made: Awaited<ReturnType<typeof createApp>>
let page: Page
const dialogs: string[] = []
beforeAll(async () => {
  panel = await startPanel()
  browser = await openBrowser(panel.url)
  bystander = await startBystander(panel)
  repository = await createRepository({ files: webApp({ version: 'plain' }) })
  made = await createApp(panel, { repositoryUrl: repository.url })
  page = await browser.open('/projects', { viewport: { width: 360, height: 800 } })
  page.on('dialog', dialog => {
    dialogs.push(dialog.message())
    void dialog.dismiss()
  })
})
afterAll(async () => {
  await browser?.close()
  await bystander?.stop()
  await repository?.close()
  await panel?.stop()
  rmSync(folder, { recursive: true, force: true })
})

interface Hostile {
  title: string
  /** What git does not take in the name of an author or branch is left out there. */
  message: string
  author: string
  branch: string
  /** The message as it is shown. */
  shown: string
}

const MARKUP = `<script>alert(1)</script><img src="x" onerror="alert(2)">`
const COMMANDS = `$(touch ${MARK}) \`touch ${MARK}\`; touch ${MARK} | touch ${MARK} && touch ${MARK}`
const QUOTES = `"double" 'single' \`back\` \\"both\\' '"'"'`
const ESCAPES = '\u001b[31mred\u001b[0m \u001b]0;title\u0007\u001b[2J done'
const TEMPLATES = '{{7*7}} $' + '{7*7} <%= 7*7 %> #{7*7} %s %n %00 %0d%0a'
const DIRECTIONS = 'safe\u202egnp.exe\u202c \u2066x\u2069 zero\u200bwidth שלום'

const HOSTILE: Hostile[] = [
  {
    title: 'markup',
    message: MARKUP,
    author: 'scr"ipt onload=alert(3) &lt;b&gt;',
    branch: '<script>alert(4)</script>',
    shown: MARKUP,
  },
  {
    title: 'commands',
    message: COMMANDS,
    author: COMMANDS,
    branch: `$(touch$IFS${MARK.slice(1)});\`id\`|x&y`,
    shown: COMMANDS,
  },
  { title: 'quotes', message: QUOTES, author: QUOTES, branch: `"double"'single'\`back\``, shown: QUOTES },
  {
    title: 'line breaks',
    message: 'first line\nberth.injected=1\r\nSECOND=2\n\n\nFROM evil',
    author: 'Ada\tTab',
    branch: 'two/lines',
    shown: 'first line',
  },
  {
    title: 'escape sequences',
    message: ESCAPES,
    author: ESCAPES,
    branch: '0;31mred',
    // The escape itself is left out, so that nothing is left but text.
    shown: '[31mred[0m ]0;title[2J done',
  },
  {
    title: '10 kB',
    message: `${'m'.repeat(10_000)}\n${'body '.repeat(2000)}`,
    author: 'a'.repeat(10_000),
    branch: 'b'.repeat(240),
    shown: 'm'.repeat(200),
  },
  {
    title: 'characters of two halves where it is cut',
    message: `m${'🦄'.repeat(300)}`,
    author: `a${'🚀'.repeat(300)}`,
    branch: '🦄/🚀',
    shown: `m${'🦄'.repeat(199)}`,
  },
  {
    title: 'changes of direction',
    message: DIRECTIONS,
    author: DIRECTIONS,
    branch: 'safe\u202egnp.exe',
    shown: 'safegnp.exe x zerowidth שלום',
  },
  {
    title: 'what looks like options',
    message: '--upload-pack=id -rf --help',
    author: '--exec=id',
    branch: 'dash/-rf',
    shown: '--upload-pack=id -rf --help',
  },
  { title: 'templates', message: TEMPLATES, author: TEMPLATES, branch: '{{7x7}}#%s%00', shown: TEMPLATES },
  {
    title: 'a name of JavaScript',
    message: '__proto__',
    author: 'null',
    branch: 'constructor',
    shown: '__proto__',
  },
]

const place = () => `/projects/${made.app.projectSlug}/production/${made.app.slug}`

/** Nothing of the texts became more than text. */
async function expectHarmless() {
  expect(dialogs).toEqual([])
  expect(await page.locator('img[src="x"], body script:text("alert(")').count()).toBe(0)
  expect(await page.title()).not.toMatch(/pwned/)
  expect(await sidewaysPixels(page)).toBeLessThanOrEqual(0)
  expect(existsSync(MARK)).toBe(false)
}

test.each(HOSTILE)('a commit and a branch of $title: live, and shown as text', async hostile => {
  const { message, author, branch, shown } = hostile
  const sha = await repository.commit(webApp({ version: hostile.title }), message, {
    branch,
    author: author.replace(/[<>]/g, ''),
    from: null,
  })
  const { production: appEnvironmentId } = made
  const updated = await panel.call('app-environments.update', { appEnvironmentId, branch })
  expect(updated.branch).toBe(branch)
  const deployment = await deploy(panel, appEnvironmentId)
  expect(deployment).toMatchObject({ commitSha: sha, branch, commitMessage: shown })
  expect(deployment.commitAuthor?.length).toBeGreaterThan(0)
  expect([...(deployment.commitAuthor ?? '')].length).toBeLessThanOrEqual(200)
  expect(`${deployment.commitAuthor}${deployment.commitMessage}`).not.toMatch(/[\p{Cc}\p{Cf}\ufffd]/u)
  expect(await notesOf(panel, deployment.id)).toContain(`by ${deployment.commitAuthor}: ${shown}`)

  const host = await hostOf(panel, appEnvironmentId)
  expect((await visit(panel, host)).body).toBe(hostile.title)
  const env = JSON.parse((await visit(panel, host, '/env')).body) as Record<string, string>
  expect(env.SOURCE_COMMIT).toBe(sha)
  expect(env).not.toHaveProperty('SECOND')

  await page.goto(`${place()}/deployments/${deployment.number}`)
  await ready(page)
  const main = page.getByRole('main')
  await main.getByText(shown, { exact: true }).first().waitFor()
  await main.getByText(branch, { exact: true }).first().waitFor()
  await main.getByRole('log').getByText(`: ${shown}`).first().waitFor()
  await expectHarmless()
})

test('lists, the project and the choice of a branch show them as text, too', async () => {
  const { branches } = await inspect(panel, made.app.id)
  expect(branches?.map(({ name }) => name)).toEqual(
    expect.arrayContaining(HOSTILE.map(({ branch }) => branch)),
  )
  await page.goto(`${place()}/deployments`)
  await ready(page)
  for (const { shown } of HOSTILE) await page.getByText(shown, { exact: true }).first().waitFor()
  await expectHarmless()
  await page.goto(`/projects/${made.app.projectSlug}/apps/${made.app.slug}/set-up`)
  await ready(page)
  const select = page.getByLabel('Branch').or(page.getByLabel('Production')).first()
  await expect
    .poll(() => select.locator('option').allTextContents(), { timeout: 60_000 })
    .toEqual(expect.arrayContaining(HOSTILE.map(({ branch }) => branch)))
  await expectHarmless()
  for (const path of [
    '/activity',
    '/projects',
    `/projects/${made.app.projectSlug}`,
    place(),
    `${place()}/settings`,
  ]) {
    await page.goto(path)
    await ready(page)
    await expectHarmless()
  }
})

test('labels hold ids and numbers only', async () => {
  const docker = dockerAdapter({ dockerHost: DOCKER_HOST, namespace: panel.env.BERTH_NAMESPACE ?? '' })
  const containers = await docker.list({})
  expect(containers.length).toBeGreaterThan(1)
  for (const { name, labels } of containers) {
    expect(name).toMatch(/^[a-z0-9._-]+$/)
    for (const value of Object.values(labels)) expect(value).toMatch(/^[\w.:/+-]*$/)
    expect(labels).not.toHaveProperty('berth.injected')
  }
})

test.each([
  ['a line break', 'two\nlines'],
  ['NUL', 'a\0b'],
  ['251 characters', 'b'.repeat(251)],
  ['spaces only', '   '],
  ['a leading dash', '-rf'],
  ['an option', '--upload-pack=id'],
  ['two dots', 'a..b'],
])('a branch with %s is refused, and the one that was chosen stays', async (_, branch) => {
  const { production: appEnvironmentId } = made
  const before = await panel.call('app-environments.get', { appEnvironmentId })
  const refusal = await panel.refusal('app-environments.update', { appEnvironmentId, branch })
  expect(refusal).toMatchObject({ status: 400, field: 'branch' })
  expect((await panel.call('app-environments.get', { appEnvironmentId })).branch).toBe(before.branch)
})

test('meanwhile the other app answered every time', () => {
  const { failures, answers } = bystander.seen()
  expect(failures).toEqual([])
  expect(answers).toBeGreaterThan(20)
  expect(browser.takeProblems()).toEqual([])
})
