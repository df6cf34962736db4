import { createHmac } from 'node:crypto'
import { statSync } from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { OutputOf } from '@/lib/api/contract'
import { dockerfile, webApp } from '../support/apps'
import { type Browser, signedIn } from '../support/browsing'
import { type Bystander, startBystander } from '../support/bystander'
import { deploy, waitFor } from '../support/deploying'
import { makeRepository, makeRoot, removeRoot } from '../support/git-repository'
import {
  createRepository,
  type ServedRepository,
  type SshGitServer,
  startSshGitServer,
} from '../support/git-server'
import { inspect, logLines } from '../support/looking'
import { ADMIN, type Panel, signIn, startPanel } from '../support/panel'
import { ownSecrets, plant, plantedVariables, startRudeGitServer } from '../support/planting'
import { SecretSearch } from '../support/secret-search'
import * as sinks from '../support/sinks'
import { telltaleApp } from '../support/telltale-app'

const GIT_TOKEN = plant('git token', mark => `ghp_${mark()}`)
const REFUSED_TOKEN = plant('refused git token', mark => `p&t/${mark()}`)
const WRONG_PASSWORD = plant('wrong password', mark => `typed ${mark()}`)
const PASTED = plant('pasted in the wrong place', mark => mark())
const SHARED = plant('shared variable', mark => mark())
const VARIABLES = plantedVariables()

let panel: Panel
let browser: Browser
let bystander: Bystander
let repository: ServedRepository
let sshRoot: string
let sshServer: SshGitServer
let rudeServer: Awaited<ReturnType<typeof startRudeGitServer>>
beforeAll(async () => {
  panel = await startPanel({ BERTH_LOG_LEVEL: 'trace' })
  browser = await signedIn(panel)
  bystander = await startBystander(panel)
  repository = await createRepository({ files: telltaleApp('serves'), token: GIT_TOKEN.value })
  await repository.commit(telltaleApp('crashes'), 'Crash', { branch: 'crash' })
  await repository.commit(telltaleApp('is unwell'), 'Be unwell', { branch: 'unwell' })
  await repository.commit(
    dockerfile(['COPY . .', 'RUN env; ls -laR /run /root; cat .git/config; exit 3']),
    'Fail',
    { branch: 'unbuildable' },
  )
  sshRoot = makeRoot()
  await makeRepository({ root: sshRoot, name: 'shop', files: webApp({ version: 'by ssh' }) })
  sshServer = await startSshGitServer(sshRoot)
  rudeServer = await startRudeGitServer()
})
afterAll(async () => {
  rudeServer?.close()
  await sshServer?.close()
  await repository?.close()
  await bystander?.stop()
  await panel?.stop()
  if (sshRoot) removeRoot(sshRoot)
})

let project: OutputOf<'projects.create'>
let app: OutputOf<'apps.create'>

/** A new environment of the project in which the app follows `branch` and has the planted variables. */
async function environmentFor(branch: string): Promise<string> {
  const { slug } = await panel.call('environments.create', { projectId: project.id, name: branch })
  const { environments } = await panel.call('apps.get', { appId: app.id })
  const pair = environments.find(({ environmentSlug }) => environmentSlug === slug)
  const appEnvironmentId = pair?.appEnvironmentId ?? ''
  const { variableSetId, sharedVariableSetId } = await panel.call('app-environments.update', {
    appEnvironmentId,
    branch,
    checkTimeoutSeconds: 6,
  })
  const set = Object.entries(VARIABLES).map(([name, { value }]) => ({ name, value, secret: true }))
  await panel.call('variables.update', { variableSetId, revision: 0, set })
  await panel.call('variables.update', {
    variableSetId: sharedVariableSetId,
    revision: 0,
    set: [{ name: 'PLANTED_SHARED', value: SHARED.value, secret: true }],
  })
  return appEnvironmentId
}

test('secrets are used in every way there is', async () => {
  project = await panel.call('projects.create', { name: 'Planted' })
  app = await panel.call('apps.create', {
    projectId: project.id,
    name: 'telltale',
    repositoryUrl: repository.url,
    gitAuth: { kind: 'token', token: GIT_TOKEN.value },
  })
  repository.server.settings.delayMs = 300
  const { lines, result } = await sinks.commandLinesDuring(inspect(panel, app.id))
  repository.server.settings.delayMs = 0
  expect(result.status).toBe('DONE')
  expect(lines.some(line => /git .*ls-remote/.test(line))).toBe(true)
  expect(lines.filter(line => new SecretSearch([GIT_TOKEN]).in(line).length > 0)).toEqual([])

  const [good, crash, unwell, unbuildable, unreleasable] = await Promise.all(
    ['main', 'crash', 'unwell', 'unbuildable', 'main'].map(environmentFor),
  )
  if (!good || !crash || !unwell || !unbuildable || !unreleasable)
    throw new Error('an environment is missing')
  const update = (appEnvironmentId: string, settings: { healthPath?: string; releaseCommand?: string }) =>
    panel.call('app-environments.update', { appEnvironmentId, ...settings })
  await update(good, { releaseCommand: 'node tell.js' })
  await update(unwell, { healthPath: '/health' })
  await update(unreleasable, { releaseCommand: 'node tell.js; echo last $PLANTED_PLAIN >&2; exit 9' })
  const ended = await Promise.all([
    deploy(panel, good),
    ...[crash, unwell, unbuildable, unreleasable].map(id => deploy(panel, id, ['FAILED'])),
  ])
  const codes = ended.map(({ failure }) => failure?.code ?? null)
  expect(codes.slice(0, 3)).toEqual([null, 'check.exited', 'check.server-error'])
  expect(codes[3]).toMatch(/^build\./)
  expect(codes[4]).toBe('release.failed')

  // A change of configuration, with the log of the app going on.
  const { variableSetId } = await panel.call('app-environments.get', { appEnvironmentId: good })
  const { deployment } = await panel.call('variables.update', {
    variableSetId,
    revision: 1,
    set: [{ name: 'PLANTED_PLAIN', value: `${VARIABLES.PLANTED_PLAIN?.value}+`, secret: true }],
    unset: ['PLANTED_LONG'],
    deploy: true,
  })
  await waitFor(panel, deployment?.id ?? '')
  const told = async () => {
    const { entries } = await panel.call('logs.read', { appEnvironmentId: good, search: 'told everything' })
    return entries.length
  }
  await expect.poll(told, { timeout: 30_000 }).toBe(2)
  // The search finds what it looks for: without masking all of this would be full of secrets.
  const [first] = ended
  const log = await logLines(panel, first?.id ?? '')
  expect(log.filter(({ text }) => /^(raw|stderr|basic) .*\*\*\*/.test(text)).length).toBeGreaterThan(10)
})

test('secrets are refused and mistaken in every way there is', async () => {
  const appIn = async (
    repositoryUrl: string,
    gitAuth: { kind: 'deploy-key' } | { kind: 'token'; token: string },
  ) => {
    const made = await panel.call('apps.create', {
      projectId: project.id,
      name: `with ${gitAuth.kind}`,
      repositoryUrl,
      gitAuth,
    })
    const { appEnvironmentId = '' } = made.environments[0] ?? {}
    await panel.call('app-environments.update', { appEnvironmentId, branch: 'main' })
    return { ...made, appEnvironmentId }
  }
  for (const address of [rudeServer.url, repository.url]) {
    const refused = await appIn(address, { kind: 'token', token: REFUSED_TOKEN.value })
    expect((await inspect(panel, refused.id)).problem?.code).toBe('git.auth-failed')
    const { failure } = await deploy(panel, refused.appEnvironmentId, ['FAILED'])
    expect(failure?.code).toBe('git.auth-failed')
  }
  const byKey = await appIn(sshServer.url('shop'), { kind: 'deploy-key' })
  expect((await inspect(panel, byKey.id)).problem?.code).toBe('git.auth-failed')
  sshServer.authorize(byKey.deployKeyPublic ?? '')
  const { lines } = await sinks.commandLinesDuring(deploy(panel, byKey.appEnvironmentId))
  const search = new SecretSearch(await ownSecrets(panel))
  expect(lines.filter(line => /^ssh /.test(line)).length).toBeGreaterThan(0)
  expect(lines.filter(line => search.in(line).length > 0)).toEqual([])
  await sshServer.changeHostKey()
  expect((await inspect(panel, byKey.id)).problem?.code).toBe('git.host-key-changed')

  const { secret, endpoints } = await panel.call('webhooks.get', { appId: app.id })
  const send = (provider: string, headers: Record<string, string>, body: string) => {
    const url = endpoints.find(endpoint => endpoint.provider === provider)?.url ?? ''
    const address = `http://127.0.0.1:${panel.port}${new URL(url).pathname}`
    return fetch(address, {
      method: 'POST',
      body,
      headers: { 'content-type': 'application/json', ...headers },
    })
  }
  const body = JSON.stringify({ ref: 'refs/heads/none' })
  const signature = `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`
  expect((await send('generic', { 'x-berth-signature': signature }, body)).status).toBe(202)
  expect((await send('gitlab', { 'x-gitlab-token': secret, 'x-gitlab-event': 'Push Hook' }, '{}')).ok).toBe(
    true,
  )
  expect((await send('gitlab', { 'x-gitlab-token': PASTED.value }, body)).status).toBe(401)
  expect((await send('generic', { 'x-berth-signature': secret }, body)).status).toBe(401)

  const wrong = await signIn(`http://127.0.0.1:${panel.port}`, { ...ADMIN, password: WRONG_PASSWORD.value })
  expect(wrong.cookie).not.toMatch(/session-token/)
  const { variableSetId } = await panel.call('app-environments.get', {
    appEnvironmentId: byKey.appEnvironmentId,
  })
  for (const refusal of [
    await panel.refusal('apps.create', {
      projectId: project.id,
      name: 'x',
      repositoryUrl: `https://ada:${PASTED.value}@git.example.com/shop.git`,
    }),
    await panel.refusal('variables.update', {
      variableSetId,
      revision: 0,
      set: [{ name: 'A', value: `${PASTED.value}\0`, secret: true }],
    }),
    await panel.refusal('variables.update', {
      variableSetId,
      revision: 7,
      set: [{ name: 'A', value: PASTED.value }],
    }),
    await panel.refusal('variables.reveal', { variableSetId, name: 'PLANTED_PLAIN' }),
  ]) {
    expect(new SecretSearch([PASTED]).in(JSON.stringify({ ...refusal, message: refusal.message }))).toEqual(
      [],
    )
  }
})

test('no secret is to be read anywhere', async () => {
  const own = await ownSecrets(panel)
  const planted = [GIT_TOKEN, REFUSED_TOKEN, WRONG_PASSWORD, PASTED, SHARED, ...Object.values(VARIABLES)]
  const search = new SecretSearch([...own, ...planted])
  const all = await sinks.inventoryOf(panel)
  const texts = [
    ...(await sinks.apiAnswers(panel, browser, all)),
    ...(await sinks.pages(browser, all, path.resolve(import.meta.dirname, '../../app'))),
    ...(await sinks.streams(panel, browser, all)),
    ...(await sinks.databaseRows(panel)),
    ...sinks.engineObjects(panel),
  ]
  expect(texts.length).toBeGreaterThan(100)
  const leaks = texts.flatMap(({ where, text }) =>
    search
      .in(text)
      // To be copied to the git host.
      .filter(name => !(name.startsWith('webhook secret') && /^webhooks\.get |\/settings$/.test(where)))
      .map(name => `${where}: ${name}`),
  )
  expect(leaks).toEqual([])

  const keys = ['secrets.json', 'environment.json'].map(name => path.join(panel.dataDir, name))
  for (const file of keys) expect(statSync(file).mode & 0o077).toBe(0)
  expect(search.inFiles(panel.dataDir, file => keys.includes(file))).toEqual([])
})
