import { randomUUID } from 'node:crypto'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { dockerfile } from '../../support/apps'
import { openBrowser, type TestBrowser } from '../../support/browser'
import { type Bystander, startBystander } from '../../support/bystander'
import { createApp, deploy, hostOf } from '../../support/deploying'
import { createRepository, type ServedRepository } from '../../support/git-server'
import { logLines, notesOf } from '../../support/looking'
import { type Panel, startPanel, visit } from '../../support/panel'

const LAST_WORD = 'the end of the flood'
/** A flood held whole would take several times its 100 MB. */
const WORKER_MAX_MB = 600
/** A log keeps 20 MB in files of half a MB. */
const LOG_MAX_BYTES = 21 * 1024 * 1024

let panel: Panel
let browser: TestBrowser
let bystander: Bystander
let repository: ServedRepository
let appEnvironmentId: string
let page: string
let worker: number
beforeAll(async () => {
  panel = await startPanel()
  browser = await openBrowser(panel.url)
  bystander = await startBystander(panel)
  repository = await createRepository({ files: app(FLOODS_WHEN_ASKED) })
  const { app: made, production } = await createApp(panel, { repositoryUrl: repository.url })
  appEnvironmentId = production
  page = `/projects/${made.projectSlug}/production/${made.slug}`
  worker = panel.pid('worker')
})
afterAll(async () => {
  await browser?.close()
  await bystander?.stop()
  await repository?.close()
  await panel?.stop()
})

/** Writes 100 MB as lines of 100 bytes, then its last word. */
const FLOOD = `
const line = 'y'.repeat(99) + '\\n'
function flood(then) {
  let written = 0
  const more = () => {
    for (; written < 1e6; written++)
      if (!process.stdout.write(line)) { written++; return process.stdout.once('drain', more) }
    process.stdout.write('${LAST_WORD}\\n', then)
  }
  more()
}`
const FLOODS_WHEN_ASKED = `${FLOOD}
require('node:http').createServer((request, response) => {
  if (request.url === '/flood') flood(() => {})
  response.end('up')
}).listen(process.env.PORT)`

const app = (server: string, build: string[] = []) => ({
  ...dockerfile(['COPY *.js .', ...build, 'CMD ["node", "server.js"]']),
  'server.js': server,
  'flood.js': `${FLOOD}\nflood(() => { process.exitCode = Number(process.argv[2]) })`,
})
/** A build step that floods, and is in no cache. */
const floodingStep = (exitCode: number) => `RUN : ${randomUUID()}; node flood.js ${exitCode}`

/** The most memory that the process has had, in MB. */
function mostMemoryMb(pid: number): number {
  const kilobytes = /^VmHWM:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]
  return Number(kilobytes) / 1024
}

function bytesOfLog(name: string): number {
  const folder = path.join(panel.dataDir, 'logs', name)
  return readdirSync(folder).reduce((sum, file) => sum + statSync(path.join(folder, file)).size, 0)
}

/** It stayed within bounds, and is the one that was there before. */
function expectWorkerWell() {
  expect(panel.pid('worker')).toBe(worker)
  expect(mostMemoryMb(worker)).toBeLessThan(WORKER_MAX_MB)
}

test('an app that writes 100 MB: its last word is kept, what is not is counted, the log is no larger', async () => {
  await deploy(panel, appEnvironmentId)
  const host = await hostOf(panel, appEnvironmentId)
  expect((await visit(panel, host, '/flood')).body).toBe('up')
  const search = async (text: string) =>
    (await panel.call('logs.read', { appEnvironmentId, search: text })).entries
  await expect.poll(() => search(LAST_WORD), { timeout: 180_000, interval: 500 }).toHaveLength(1)

  const told = await search('lines were left out')
  expect(told[0]).toMatchObject({ stream: 'system', source: 'web.1' })
  expect(told[0]?.text).toMatch(/^\d+ lines were left out: they came faster than they could be stored/)
  expect(bytesOfLog(`runtime/${appEnvironmentId}`)).toBeLessThan(LOG_MAX_BYTES)
  expectWorkerWell()
  expect((await visit(panel, host)).body).toBe('up')

  const shown = await browser.open(`${page}/logs?search=${encodeURIComponent('lines were left out')}`)
  const log = shown.getByRole('log', { name: 'Runtime log' })
  await log
    .getByText(/^\d+ lines were left out/)
    .first()
    .waitFor({ timeout: 60_000 })
  await shown.context().close()
})

test('a build that writes 100 MB and fails: its last lines say why', async () => {
  await repository.commit(app(FLOODS_WHEN_ASKED, [floodingStep(4)]), 'Flood and fail')
  const { id, number, failure } = await deploy(panel, appEnvironmentId, ['FAILED'])
  expect(failure).toMatchObject({ code: 'build.command-failed', previousServing: true })
  expect(failure?.sentence).toMatch(/exit code 4/)
  expect(failure?.lastLines.at(-1)).toBe(LAST_WORD)
  const texts = (await logLines(panel, id)).map(({ text }) => text)
  expect(texts).toContain(LAST_WORD)
  expect(texts.some(text => /output clipped|lines were left out/.test(text))).toBe(true)
  expect(bytesOfLog(`deployment/${id}`)).toBeLessThan(LOG_MAX_BYTES)
  expectWorkerWell()

  const shown = await browser.open(`${page}/deployments/${number}`)
  await shown.getByRole('main').getByText(LAST_WORD, { exact: true }).first().waitFor({ timeout: 60_000 })
  await shown.context().close()
})

test('a build that writes 100 MB and succeeds goes live, and its log says that it is not whole', async () => {
  await repository.commit(app(FLOODS_WHEN_ASKED, [floodingStep(0)]), 'Flood and succeed')
  const { id } = await deploy(panel, appEnvironmentId)
  const texts = (await logLines(panel, id)).map(({ text }) => text)
  expect(texts.some(text => /output clipped|lines were left out/.test(text))).toBe(true)
  expect(texts.some(text => text.endsWith('Live.'))).toBe(true)
  expect(bytesOfLog(`deployment/${id}`)).toBeLessThan(LOG_MAX_BYTES)
  expectWorkerWell()
})

test('a release command that writes 100 MB and fails: its last lines say why', async () => {
  await panel.call('app-environments.update', { appEnvironmentId, releaseCommand: 'node flood.js 5' })
  const { id, failure } = await deploy(panel, appEnvironmentId, ['FAILED'])
  expect(failure).toMatchObject({ code: 'release.failed', previousServing: true })
  expect(failure?.lastLines.at(-1)).toBe(LAST_WORD)
  expect(await notesOf(panel, id)).toMatch(/lines (were left out|may be missing)/i)
  expect(bytesOfLog(`deployment/${id}`)).toBeLessThan(LOG_MAX_BYTES)
  expectWorkerWell()
})

test('meanwhile the other app and the panel answered every time', async () => {
  const { failures, answers } = bystander.seen()
  expect(failures).toEqual([])
  expect(answers).toBeGreaterThan(20)
  expect((await panel.call('system.status', {})).workers[0]?.alive).toBe(true)
  expect(browser.takeProblems()).toEqual([])
})
