import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { getAppEnvironment } from '@/lib/operations/app-environments/get'
import { updateAppEnvironment } from '@/lib/operations/app-environments/update'
import { createApp } from '@/lib/operations/apps/create'
import { deleteApp } from '@/lib/operations/apps/delete'
import { getApp } from '@/lib/operations/apps/get'
import { remoteOf } from '@/lib/operations/apps/remote'
import { updateApp } from '@/lib/operations/apps/update'
import type { Context } from '@/lib/operations/context'
import { createProject } from '@/lib/operations/projects/create'
import { getProject } from '@/lib/operations/projects/get'
import { updateVariables } from '@/lib/operations/variables/update'
import { person, type TestRuntime, testRuntime } from '../../support/context'
import { seedRelease } from '../../support/seed-release'

const HTTPS = 'https://git.example.test/team/shop.git'
const SSH = 'git@git.example.test:team/shop.git'
const TOKEN = 'tok-0123456789-secret'
let at: TestRuntime
let ctx: Context
let projectId: string
beforeAll(async () => {
  at = await testRuntime()
  ctx = at.as((await person(at)).actor)
  projectId = (await createProject(ctx, { name: 'Shop' })).id
})
afterAll(() => at.close())

const stored = (appId: string) =>
  at.runtime.db.app.findUniqueOrThrow({ where: { id: appId }, include: { project: true } })
const everything = async () =>
  JSON.stringify([await at.runtime.db.app.findMany(), await at.runtime.db.auditEntry.findMany()]) +
  at.logLines.join('')

describe('adding apps', () => {
  test('an app is in every environment, with a hostname and empty variables', async () => {
    const app = await createApp(ctx, { projectId, name: 'Web Shop', repositoryUrl: ` ${HTTPS} ` })
    expect(app).toMatchObject({
      slug: 'web-shop',
      repositoryUrl: HTTPS,
      gitAuth: 'none',
      deployKeyPublic: null,
    })
    const [production, staging] = app.environments
    expect([production?.environmentSlug, staging?.environmentSlug]).toEqual(['production', 'staging'])
    const pair = await getAppEnvironment(ctx, { appEnvironmentId: production?.appEnvironmentId })
    expect(pair).toMatchObject({
      status: 'not-deployed',
      url: 'http://web-shop-production.apps.test:8080',
      pendingChanges: 0,
      release: null,
      activeDeployment: null,
    })
    expect(pair.variableSetId).not.toBe(pair.sharedVariableSetId)
  })

  test('a token is sealed, and opens for this app only', async () => {
    const app = await createApp(ctx, {
      projectId,
      name: 'With token',
      repositoryUrl: HTTPS,
      gitAuth: { kind: 'token', username: 'bot', token: TOKEN },
    })
    expect(JSON.stringify(app)).not.toContain(TOKEN)
    expect(await everything()).not.toContain(TOKEN)
    const row = await stored(app.id)
    expect(remoteOf(ctx, row).credentials).toEqual({ kind: 'token', username: 'bot', token: TOKEN })
    expect(() => remoteOf(ctx, { ...row, id: 'app_another' })).toThrow()
  })

  test('a deploy key is made, its private half sealed', async () => {
    const app = await createApp(ctx, {
      projectId,
      name: 'With key',
      repositoryUrl: SSH,
      gitAuth: { kind: 'deploy-key' },
    })
    expect(app.deployKeyPublic).toMatch(/^ssh-ed25519 \S+ berth-with-key$/)
    expect(await everything()).not.toContain('OPENSSH PRIVATE KEY')
    expect(remoteOf(ctx, await stored(app.id)).credentials).toMatchObject({
      kind: 'deploy-key',
      privateKey: expect.stringContaining('OPENSSH PRIVATE KEY'),
    })
  })

  test.each([
    ['repositoryUrl', { repositoryUrl: 'ext::sh -c id' }],
    ['repositoryUrl', { repositoryUrl: 'file:///etc' }],
    ['repositoryUrl', { repositoryUrl: 'https://user:pass@git.example.test/a' }],
    ['repositoryUrl', { repositoryUrl: 'berth-example://flask' }],
    ['repositoryUrl', { repositoryUrl: '--upload-pack=id' }],
    ['gitAuth', { repositoryUrl: SSH }],
    ['gitAuth', { gitAuth: { kind: 'deploy-key' } }],
    ['rootDirectory', { rootDirectory: '../other' }],
    ['rootDirectory', { rootDirectory: 'a/../../b' }],
    ['rootDirectory', { rootDirectory: 'a\0b' }],
    ['rootDirectory', { rootDirectory: '-o' }],
    ['name', { name: '' }],
  ])('a bad %s (%o) is refused with a way out', async (field, wrong) => {
    const asked = createApp(ctx, { projectId, name: 'Bad', repositoryUrl: HTTPS, ...wrong })
    await expect(asked).rejects.toMatchObject({ code: 'invalid', extra: { field } })
  })

  test('two projects with one name get different hostnames, and long names fit into DNS', async () => {
    const other = await createProject(ctx, { name: 'Other' })
    const name = 'a'.repeat(60)
    await createApp(ctx, { projectId, name, repositoryUrl: HTTPS })
    const twin = await createApp(ctx, { projectId: other.id, name, repositoryUrl: HTTPS })
    expect(twin.slug).toBe('a'.repeat(30))
    for (const { appEnvironmentId } of twin.environments) {
      const { url } = await getAppEnvironment(ctx, { appEnvironmentId })
      const label = new URL(url ?? '').hostname.split('.')[0] ?? ''
      expect(label.length).toBeLessThanOrEqual(63)
      expect(label).toMatch(/-[0-9a-f]{8}$/)
    }
  })

  test('ten of one name in the same moment all come to be', async () => {
    const many = await createProject(ctx, { name: 'Many' })
    const apps = await Promise.all(
      Array.from({ length: 10 }, () =>
        createApp(ctx, { projectId: many.id, name: 'same', repositoryUrl: HTTPS }),
      ),
    )
    expect(new Set(apps.map(({ slug }) => slug)).size).toBe(10)
  })
})

describe('changing apps', () => {
  test('absent fields stay, paths are stored in one form', async () => {
    const app = await createApp(ctx, {
      projectId,
      name: 'Change',
      repositoryUrl: HTTPS,
      rootDirectory: '/back//end/',
    })
    expect(app.rootDirectory).toBe('back/end')
    const changed = await updateApp(ctx, {
      appId: app.id,
      builder: 'DOCKERFILE',
      dockerfilePath: './docker/Dockerfile',
    })
    expect(changed).toMatchObject({
      builder: 'DOCKERFILE',
      dockerfilePath: 'docker/Dockerfile',
      rootDirectory: 'back/end',
      repositoryUrl: HTTPS,
    })
    await expect(updateApp(ctx, { appId: app.id, dockerfilePath: '../Dockerfile' })).rejects.toMatchObject({
      extra: { field: 'dockerfilePath' },
    })
  })

  test('a stored token never goes to another address', async () => {
    const { id: appId } = await createApp(ctx, {
      projectId,
      name: 'Keep token',
      repositoryUrl: HTTPS,
      gitAuth: { kind: 'token', token: TOKEN },
    })
    for (const repositoryUrl of [
      'https://evil.example.test/team/shop.git',
      'http://git.example.test/team/shop.git',
      'https://git.example.test:8443/team/shop.git',
      'https://git.example.test/team/other.git',
    ]) {
      await expect(updateApp(ctx, { appId, repositoryUrl })).rejects.toMatchObject({
        extra: { field: 'gitAuth' },
      })
    }
    await updateApp(ctx, { appId, repositoryUrl: HTTPS })
    expect((await stored(appId)).gitTokenSealed).not.toBeNull()
    const moved = await updateApp(ctx, {
      appId,
      repositoryUrl: 'https://new.example.test/shop.git',
      gitAuth: { kind: 'none' },
    })
    expect(moved.gitAuth).toBe('none')
    expect((await stored(appId)).gitTokenSealed).toBeNull()
  })

  test('what the settings of an environment take', async () => {
    const app = await createApp(ctx, { projectId, name: 'Settings app', repositoryUrl: HTTPS })
    const appEnvironmentId = app.environments[0]?.appEnvironmentId
    const update = (fields: object) => updateAppEnvironment(ctx, { appEnvironmentId, ...fields })
    expect(
      await update({
        branch: 'feature/x',
        port: 3000,
        healthPath: '/up',
        processes: { worker: { count: 2 } },
      }),
    ).toMatchObject({
      branch: 'feature/x',
      port: 3000,
      healthPath: '/up',
      processes: { worker: { count: 2 } },
    })
    expect(await update({ healthPath: null })).toMatchObject({ healthPath: null, port: 3000 })
    for (const wrong of [
      { branch: '--upload-pack=id' },
      { branch: 'a b' },
      { branch: 'a..b' },
      { branch: 'a\nb' },
      { port: 0 },
      { port: 70_000 },
      { healthPath: 'up' },
      { healthPath: '/a\r\nHost: evil' },
      { memoryMb: 1 },
      { processes: { 'Bad Name': {} } },
      { processes: { worker: { memoryMb: 1 } } },
      { processes: { worker: { stopSeconds: 601 } } },
      { processes: { beat: { command: 'x', count: 2 } } },
      { processes: { tick: { command: 'celery beat', count: 2 } } },
      { processes: { worker: { command: 'x', count: 2, singleton: true } } },
      { processes: { web: { singleton: true } } },
    ]) {
      await expect(update(wrong)).rejects.toMatchObject({ code: 'invalid' })
    }
    const twice = { processes: { beat: { command: 'x', count: 2, singleton: false } } }
    expect(await update(twice)).toMatchObject(twice)
  })

  test('changed processes count as not deployed, and are deployed with the running image when asked to', async () => {
    const app = await createApp(ctx, { projectId, name: 'Scaled', repositoryUrl: HTTPS })
    const appEnvironmentId = app.environments[0]?.appEnvironmentId ?? ''
    const processes = { web: { count: 3, memoryMb: 256 }, worker: { command: 'work', stopSeconds: 300 } }
    const scale = { appEnvironmentId, processes, deploy: true }
    await expect(updateAppEnvironment(ctx, scale)).rejects.toMatchObject({ code: 'conflict' })
    expect((await getAppEnvironment(ctx, { appEnvironmentId })).processes).toEqual({})
    const { releaseId } = await seedRelease(at, appEnvironmentId, { phase: 'SUCCEEDED', serving: 1 })
    const saved = await updateAppEnvironment(ctx, { ...scale, deploy: false })
    expect(saved).toMatchObject({ processes, pendingChanges: 2, deployment: null })
    const { deployment } = await updateAppEnvironment(ctx, scale)
    const row = await at.runtime.db.deployment.findUniqueOrThrow({ where: { id: deployment?.id ?? '' } })
    const { buildId } = await at.runtime.db.release.findUniqueOrThrow({ where: { id: releaseId } })
    expect(row).toMatchObject({ kind: 'CONFIGURATION', buildId, commitSha: 'c'.repeat(40) })
  })

  test('changed variables count as not deployed', async () => {
    const app = await createApp(ctx, { projectId, name: 'Pending', repositoryUrl: HTTPS })
    const appEnvironmentId = app.environments[0]?.appEnvironmentId ?? ''
    await seedRelease(at, appEnvironmentId, { phase: 'SUCCEEDED', serving: 1 })
    const before = await getAppEnvironment(ctx, { appEnvironmentId })
    expect(before).toMatchObject({
      status: 'live',
      pendingChanges: 0,
      release: { number: 1, deploymentNumber: 1 },
    })
    const set = [
      { name: 'A', value: '1' },
      { name: 'B', value: '2', secret: true },
    ]
    await updateVariables(ctx, { variableSetId: before.variableSetId, revision: 0, set })
    expect((await getAppEnvironment(ctx, { appEnvironmentId })).pendingChanges).toBe(2)
  })
})

describe('deleting apps', () => {
  test('it is gone from the project at once, and a worker is asked for the rest', async () => {
    const app = await createApp(ctx, { projectId, name: 'Short lived', repositoryUrl: HTTPS })
    await expect(deleteApp(ctx, { appId: app.id, confirm: 'short lived' })).rejects.toMatchObject({
      code: 'invalid',
    })
    await deleteApp(ctx, { appId: app.id, confirm: 'Short lived' })
    await deleteApp(ctx, { appId: app.id, confirm: 'Short lived' })
    expect(at.jobs).toContain(`app.remove ${app.id}`)
    expect((await getProject(ctx, { project: projectId })).apps.map(({ id }) => id)).not.toContain(app.id)
    expect(await getApp(ctx, { appId: app.id })).toMatchObject({ deleting: true })
    await expect(updateApp(ctx, { appId: app.id, name: 'x' })).rejects.toMatchObject({ code: 'conflict' })
  })
})
