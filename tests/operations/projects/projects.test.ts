import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createApp } from '@/lib/operations/apps/create'
import { createEnvironment } from '@/lib/operations/environments/create'
import { deleteEnvironment } from '@/lib/operations/environments/delete'
import { newId } from '@/lib/operations/new-id'
import { createProject } from '@/lib/operations/projects/create'
import { deleteProject } from '@/lib/operations/projects/delete'
import { getProject } from '@/lib/operations/projects/get'
import { listProjects } from '@/lib/operations/projects/list'
import { renameProject } from '@/lib/operations/projects/rename'
import { person, type TestRuntime, testRuntime } from '../../support/context'
import { seedRelease } from '../../support/seed-release'

let at: TestRuntime
beforeAll(async () => {
  at = await testRuntime()
})
afterAll(() => at.close())

const REPOSITORY = 'https://git.example.test/team/shop.git'
const owner = async () => at.as((await person(at)).actor)

describe('creating projects', () => {
  test('production and staging appear, each with a key and variables of its own', async () => {
    const ctx = await owner()
    const project = await createProject(ctx, { name: '  Café Größe ' })
    expect(project).toMatchObject({ slug: 'cafe-grosse', name: 'Café Größe', role: 'OWNER', appCount: 0 })
    expect(project.environments.map(({ slug, kind }) => [slug, kind])).toEqual([
      ['production', 'PRODUCTION'],
      ['staging', 'STAGING'],
    ])
    const rows = await at.runtime.db.environment.findMany({ where: { projectId: project.id } })
    expect(new Set(rows.map(({ dataKey }) => dataKey)).size).toBe(2)
    expect(new Set(rows.map(({ variableSetId }) => variableSetId)).size).toBe(2)
  })

  test.each(['日本語', '🚀🚀', '$(id)', '../..', 'A'.repeat(60), "'; DROP TABLE x;--", 'Settings', '-'])(
    'the name %j gives a usable address',
    async name => {
      const project = await createProject(await owner(), { name })
      expect(project.slug).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/)
      expect(project.name).toBe(name)
    },
  )

  test.each(['', '   ', 'x'.repeat(61), 'a\u0000b', 'a\nb', 'a\u202Eb'])(
    'the name %j is refused',
    async name => {
      await expect(createProject(await owner(), { name })).rejects.toMatchObject({
        code: 'invalid',
        extra: { field: 'name' },
      })
    },
  )

  test('eight of one name in the same moment get eight addresses', async () => {
    const ctx = await owner()
    const projects = await Promise.all(Array.from({ length: 8 }, () => createProject(ctx, { name: 'Twin' })))
    expect(new Set(projects.map(({ slug }) => slug)).size).toBe(8)
  })
})

describe('who sees which project', () => {
  test('members see theirs, administrators all, and an address is no way in', async () => {
    const ada = await person(at)
    const mine = await createProject(at.as(ada.actor), { name: 'Mine' })
    const eve = at.as((await person(at)).actor)
    expect((await listProjects(eve, {})).projects).toEqual([])
    for (const project of [mine.id, mine.slug]) {
      await expect(getProject(eve, { project })).rejects.toMatchObject({ code: 'not-found' })
    }
    const admin = at.as((await person(at, { isAdmin: true })).actor)
    expect((await listProjects(admin, {})).projects.map(({ id }) => id)).toContain(mine.id)
    const viewer = at.as((await person(at, { roles: { [mine.id]: 'VIEWER' } })).actor)
    expect(await getProject(viewer, { project: mine.slug })).toMatchObject({ id: mine.id, role: 'VIEWER' })
    await expect(renameProject(viewer, { projectId: mine.id, name: 'X' })).rejects.toMatchObject({
      code: 'forbidden',
    })
  })
})

describe('a project with its apps', () => {
  test('each app shows its state in each environment', async () => {
    const ctx = await owner()
    const project = await createProject(ctx, { name: 'States' })
    const app = await createApp(ctx, { projectId: project.id, name: 'Shop', repositoryUrl: REPOSITORY })
    const [production, staging] = app.environments.map(({ appEnvironmentId }) => appEnvironmentId)
    await seedRelease(at, production ?? '', { phase: 'SUCCEEDED', serving: 1 })
    await seedRelease(at, staging ?? '', { phase: 'FAILED' })
    const shown = await getProject(ctx, { project: project.slug })
    expect(shown.apps[0]?.environments).toMatchObject([
      {
        environmentSlug: 'production',
        status: 'live',
        commitSha: 'c'.repeat(40),
        liveSince: expect.any(String),
      },
      { environmentSlug: 'staging', status: 'failed', commitSha: null, liveSince: null },
    ])
    await at.runtime.db.instance.deleteMany({ where: { appEnvironmentId: production ?? '' } })
    const [first] = (await getProject(ctx, { project: project.slug })).apps[0]?.environments ?? []
    expect(first?.status).toBe('degraded')
  })
})

describe('environments', () => {
  test('a new one has every app, with variables and a hostname', async () => {
    const ctx = await owner()
    const project = await createProject(ctx, { name: 'Envs' })
    await createApp(ctx, { projectId: project.id, name: 'Web', repositoryUrl: REPOSITORY })
    const environment = await createEnvironment(ctx, { projectId: project.id, name: 'Quality & Co' })
    expect(environment).toMatchObject({ slug: 'quality-co', kind: 'CUSTOM' })
    const shown = await getProject(ctx, { project: project.id })
    expect(shown.apps[0]?.environments.map(({ environmentSlug }) => environmentSlug)).toEqual([
      'production',
      'staging',
      'quality-co',
    ])
    expect(shown.apps[0]?.environments[2]).toMatchObject({
      status: 'not-deployed',
      url: expect.stringMatching(/^http:\/\/web-quality-co[\w-]*\.apps\.test:8080$/),
    })
    await expect(
      deleteEnvironment(ctx, { environmentId: environment.id, confirm: 'no' }),
    ).rejects.toMatchObject({
      extra: { field: 'confirm' },
    })
    await deleteEnvironment(ctx, { environmentId: environment.id, confirm: 'Quality & Co' })
    expect(
      await at.runtime.db.variableSet.findUnique({ where: { id: environment.variableSetId } }),
    ).toBeNull()
  })

  test('one in which something was deployed stays, and so does the last', async () => {
    const ctx = await owner()
    const project = await createProject(ctx, { name: 'Stay' })
    const [production, staging] = project.environments
    if (!production || !staging) throw new Error('no environments')
    const app = await createApp(ctx, { projectId: project.id, name: 'Web', repositoryUrl: REPOSITORY })
    await seedRelease(at, app.environments[0]?.appEnvironmentId ?? '', { phase: 'SUCCEEDED' })
    const remove = ({ id, name }: { id: string; name: string }) =>
      deleteEnvironment(ctx, { environmentId: id, confirm: name })
    await expect(remove(production)).rejects.toMatchObject({ code: 'conflict' })
    await remove(staging)
    await at.runtime.db.deployment.deleteMany()
    await expect(remove(production)).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringContaining('one'),
    })
  })
})

describe('deleting projects', () => {
  test('needs the name, and no apps', async () => {
    const ctx = await owner()
    const project = await createProject(ctx, { name: 'Gone' })
    const app = await createApp(ctx, { projectId: project.id, name: 'Web', repositoryUrl: REPOSITORY })
    await expect(deleteProject(ctx, { projectId: project.id, confirm: 'gone' })).rejects.toMatchObject({
      code: 'invalid',
    })
    await expect(deleteProject(ctx, { projectId: project.id, confirm: 'Gone' })).rejects.toMatchObject({
      code: 'conflict',
      message: 'The project still has apps.',
    })
    await at.runtime.db.app.delete({ where: { id: app.id } })
    await deleteProject(ctx, { projectId: project.id, confirm: 'Gone' })
    await expect(getProject(ctx, { project: project.id })).rejects.toMatchObject({ code: 'not-found' })
    await expect(deleteProject(ctx, { projectId: newId('project'), confirm: 'x' })).rejects.toMatchObject({
      code: 'not-found',
    })
  })
})
