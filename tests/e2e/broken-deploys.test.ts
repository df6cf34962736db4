import { afterAll, beforeAll, expect, test } from 'vitest'
import { dockerfile, webApp } from '../support/apps'
import { createApp, deploy, hostOf } from '../support/deploying'
import { createRepository, type ServedRepository } from '../support/git-server'
import { type Panel, startPanel, visit } from '../support/panel'

let panel: Panel
let repository: ServedRepository
let appEnvironmentId: string
let host: string
beforeAll(async () => {
  panel = await startPanel()
  repository = await createRepository({ files: webApp({ version: 'good' }) })
  appEnvironmentId = (await createApp(panel, { repositoryUrl: repository.url })).production
  await panel.call('app-environments.update', { appEnvironmentId, checkTimeoutSeconds: 6, memoryMb: 64 })
  await deploy(panel, appEnvironmentId)
  host = await hostOf(panel, appEnvironmentId)
})
afterAll(async () => {
  await repository?.close()
  await panel?.stop()
})

const script = (code: string) => ({
  ...dockerfile(['COPY server.js .', 'CMD ["node", "server.js"]']),
  'server.js': code,
})

const BROKEN: {
  title: string
  files: Record<string, string>
  code: RegExp
  says: RegExp
  settings?: { healthPath?: string; releaseCommand?: string }
}[] = [
  {
    title: 'a build error',
    files: dockerfile(['RUN echo preparing && exit 3']),
    code: /^build\./,
    says: /exit code 3|failed/,
  },
  {
    title: 'a Dockerfile that is not one',
    files: { Dockerfile: 'FROM node:22-slim\nNONSENSE here\n' },
    code: /^build\.dockerfile-invalid/,
    says: /Dockerfile/,
  },
  {
    title: 'a crash at start',
    files: script("console.error('no database'); process.exit(7)"),
    code: /^check\.|^start\./,
    says: /exit code 7/,
  },
  { title: 'a wrong port', files: webApp({ version: 'bad', port: '9999' }), code: /port/, says: /9999/ },
  {
    title: 'listening on 127.0.0.1',
    files: webApp({ version: 'bad', address: '127.0.0.1' }),
    code: /loopback/,
    says: /127\.0\.0\.1/,
  },
  {
    title: 'a failing health path',
    files: webApp({ version: 'bad', healthStatus: 500 }),
    code: /^check\./,
    says: /500/,
    settings: { healthPath: '/healthz' },
  },
  {
    title: 'an app that never listens',
    files: script('setInterval(() => {}, 1000)'),
    code: /^check\./,
    says: /did not open port 8080/,
  },
  {
    title: 'an app that takes too much memory',
    files: script('const a = []; setInterval(() => a.push(Buffer.alloc(2e7, 1)), 20)'),
    code: /memory/,
    says: /64 MB/,
  },
  {
    title: 'a failing release command',
    files: webApp({ version: 'bad' }),
    code: /^release\./,
    says: /exit code 9/,
    settings: { releaseCommand: 'echo migrating; exit 9' },
  },
]

test.each(BROKEN)(
  '$title leaves the old version serving and says why',
  async ({ files, code, says, settings = {} }) => {
    await panel.call('app-environments.update', {
      appEnvironmentId,
      healthPath: null,
      releaseCommand: '',
      ...settings,
    })
    await repository.commit(files, 'Break it')
    const deployment = await deploy(panel, appEnvironmentId, ['FAILED'])
    expect(deployment.failure?.code).toMatch(code)
    expect(`${deployment.failure?.sentence} ${deployment.failure?.fix}`).toMatch(says)
    expect(deployment.failure?.fix).not.toBe('')
    expect(deployment.failure?.previousServing).toBe(true)
    expect((await visit(panel, host)).body).toBe('good')
  },
)

test('nothing of the failed ones is left, and the last lines of a crash are kept', async () => {
  const { deployments } = await panel.call('deployments.list', { appEnvironmentId })
  const crash = await Promise.all(
    deployments.map(({ id }) => panel.call('deployments.get', { deploymentId: id })),
  )
  expect(crash.flatMap(({ failure }) => failure?.lastLines ?? [])).toContain('no database')
  await expect
    .poll(async () => (await panel.call('app-environments.get', { appEnvironmentId })).instances.length, {
      timeout: 60_000,
    })
    .toBe(1)
})
