import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { webApp } from '../../support/apps'
import { type Browser, signedIn } from '../../support/browsing'
import { type Bystander, startBystander } from '../../support/bystander'
import { deploy, hostOf } from '../../support/deploying'
import { createRepository, type ServedRepository } from '../../support/git-server'
import { type Panel, startPanel, visit } from '../../support/panel'

let panel: Panel
let browser: Browser
let bystander: Bystander
let repository: ServedRepository
beforeAll(async () => {
  panel = await startPanel()
  browser = await signedIn(panel)
  repository = await createRepository({ files: webApp({ version: 'named' }) })
  bystander = await startBystander(panel)
})
afterAll(async () => {
  await bystander?.stop()
  await repository?.close()
  await panel?.stop()
})

const NAMES = [
  `Robert'); DROP TABLE "App"; --`,
  '$(id) `id`; rm -rf / && echo | x > y',
  `"double" 'single' \\back\\slash`,
  '</title><script>alert(1)</script>',
  '🦄🚀',
  'שלום עולם',
  '日本語のアプリ',
  '../../etc/passwd',
  '-rf --help',
  '__proto__',
  'constructor',
  '!!! ??? ###',
  'x'.repeat(60),
  '%00%0d%0a{{7*7}}',
  'ß Ñandú ﬁ İ',
  'settings',
]

/** A project, an environment and an app of this name; the app knows it by a variable. */
async function everythingNamed(name: string) {
  const project = await panel.call('projects.create', { name })
  const environment = await panel.call('environments.create', { projectId: project.id, name })
  const app = await panel.call('apps.create', {
    projectId: project.id,
    name,
    repositoryUrl: repository.url,
  })
  const targets = app.environments.filter(({ environmentSlug }) =>
    ['production', environment.slug].includes(environmentSlug),
  )
  for (const { appEnvironmentId } of targets) {
    const { variableSetId } = await panel.call('app-environments.update', {
      appEnvironmentId,
      branch: 'main',
    })
    await panel.call('variables.update', { variableSetId, revision: 0, set: [{ name: 'NAME', value: name }] })
  }
  return { project, environment, app, targets: targets.map(({ appEnvironmentId }) => appEnvironmentId) }
}

describe.concurrent('a name of odd characters', () => {
  test.each(NAMES)('%j is kept, deployed in two environments, and answers', async name => {
    const { project, environment, app, targets } = await everythingNamed(name)
    expect([project.name, environment.name, app.name]).toEqual([name, name, name])
    expect(targets).toHaveLength(2)
    await Promise.all(targets.map(target => deploy(panel, target)))
    const hosts = await Promise.all(targets.map(target => hostOf(panel, target)))
    expect(new Set(hosts).size).toBe(2)
    for (const host of hosts) {
      expect(host).toMatch(/^[a-z0-9][a-z0-9-]{0,62}\.localhost(:\d+)?$/)
      const { NAME } = JSON.parse((await visit(panel, host, '/env')).body) as { NAME: string }
      expect(NAME).toBe(name)
    }
    for (const path of [
      '/projects',
      `/projects/${project.slug}`,
      `/projects/${project.slug}/${environment.slug}/${app.slug}`,
    ]) {
      const { status, html } = await browser.open(path)
      expect(`${path} ${status}`).toBe(`${path} 200`)
      expect(html).not.toContain('<script>alert')
    }
    const { entries } = await panel.call('audit.list', { projectId: project.id })
    expect(entries.map(({ entityName }) => entityName)).toContain(name)
  })

  test.each([
    ['a line break', 'two\nlines'],
    ['NUL', 'a\0b'],
    ['an escape sequence', '\u001b[31mred'],
    ['a right-to-left override', 'exe.\u202egpj'],
    ['a zero-width space', 'a\u200bb'],
    ['half a character', 'a\ud800b'],
    ['nothing', ''],
    ['spaces only', '   '],
    ['61 characters', 'y'.repeat(61)],
    ['10 kB', 'z'.repeat(10_000)],
  ])('with %s is refused, and nothing is made', async (_, name) => {
    const project = await panel.call('projects.create', { name: 'Good' })
    const before = await panel.call('projects.get', { project: project.id })
    const { repositoryUrl, projectId } = { repositoryUrl: repository.url, projectId: project.id }
    for (const refusal of [
      await panel.refusal('projects.create', { name }),
      await panel.refusal('projects.rename', { projectId, name }),
      await panel.refusal('environments.create', { projectId, name }),
      await panel.refusal('apps.create', { projectId, name, repositoryUrl }),
    ]) {
      expect(refusal).toMatchObject({ status: 400, field: 'name' })
      expect(refusal.message).toMatch(/must (not be empty|not contain|be at most 60)/)
    }
    expect(await panel.call('projects.get', { project: project.id })).toEqual(before)
  })
})

describe('a domain', () => {
  const place = async (name: string) => {
    const { app, targets } = await everythingNamed(name)
    const [appEnvironmentId = ''] = targets
    await deploy(panel, appEnvironmentId)
    return { app, appEnvironmentId, host: await hostOf(panel, appEnvironmentId) }
  }
  const nameAt = async (host: string) =>
    (JSON.parse((await visit(panel, host, '/env')).body) as { NAME?: string }).NAME

  test('that another app has is refused in every spelling, without a word on whose it is', async () => {
    const [mine, theirs] = await Promise.all([place('Mine'), place('Secret Venture')])
    const hostname = 'shop.example.com'
    await panel.call('domains.add', { appEnvironmentId: theirs.appEnvironmentId, hostname })
    await expect.poll(() => nameAt(hostname).catch(() => null), { timeout: 15_000 }).toBe('Secret Venture')
    const taken = [hostname, 'SHOP.Example.COM', 'shop.example.com.', ' shop.example.com ', theirs.host]
    for (const spelling of taken) {
      const refusal = await panel.refusal('domains.add', {
        appEnvironmentId: mine.appEnvironmentId,
        hostname: spelling.replace(/:\d+$/, ''),
      })
      expect(refusal).toMatchObject({ status: 409, field: 'hostname' })
      expect(refusal.message).toMatch(/used by another app already/)
      expect(refusal.fix).toMatch(/another name/)
      expect(JSON.stringify(refusal.details) + refusal.message).not.toMatch(/Secret|Venture|ape_|prj_/)
    }
    expect(await nameAt(hostname)).toBe('Secret Venture')
    expect(await nameAt(mine.host)).toBe('Mine')
  })

  test('that the same project has is refused with the name of the app', async () => {
    const { app, appEnvironmentId } = await place('Once')
    const staging = app.environments.find(({ environmentSlug }) => environmentSlug === 'staging')
    const hostname = 'once.example.com'
    await panel.call('domains.add', { appEnvironmentId, hostname })
    for (const id of [appEnvironmentId, staging?.appEnvironmentId ?? '']) {
      const refusal = await panel.refusal('domains.add', { appEnvironmentId: id, hostname })
      expect(refusal.message).toMatch(/once\.example\.com is used by Once \(Production\) already/)
    }
    const { domains } = await panel.call('domains.list', { appEnvironmentId })
    const { id } = domains.find(domain => domain.hostname === hostname) ?? { id: '' }
    await panel.call('domains.remove', { appEnvironmentId, domainId: id })
    await panel.call('domains.add', { appEnvironmentId, hostname })
    await expect.poll(() => nameAt(hostname).catch(() => null), { timeout: 15_000 }).toBe('Once')
  })

  test.each([
    'localhost',
    '127.0.0.1',
    '[::1]',
    'https://shop.example.com',
    'shop.example.com/path',
    'shop.example.com:8080',
    'shop.example.com; return 200',
    'shop.example.com{}',
    '$host.example.com',
    '*.example.com',
    '-shop.example.com',
    'shop..example.com',
    `${'a'.repeat(64)}.example.com`,
    `${'a.'.repeat(130)}com`,
    'shop_1.example.com',
    'shop.example.com\nserver_name evil.com',
    'shop\0.example.com',
    'user@example.com',
    '',
  ])('%j is refused in words', async hostname => {
    const { projects } = await panel.call('projects.list', {})
    const { apps } = await panel.call('projects.get', { project: projects[0]?.id ?? '' })
    const appEnvironmentId = apps[0]?.environments[0]?.appEnvironmentId ?? ''
    const refusal = await panel.refusal('domains.add', { appEnvironmentId, hostname })
    expect([400, 409]).toContain(refusal.status)
    expect(refusal.field).toBe('hostname')
    expect(refusal.message).toMatch(/host name|domain|address|empty|character/)
  })
})

test('meanwhile the other app answered every time', () => {
  const { failures, answers } = bystander.seen()
  expect(failures).toEqual([])
  expect(answers).toBeGreaterThan(20)
})
