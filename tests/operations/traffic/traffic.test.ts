import { compare } from 'bcryptjs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { contextFor } from '@/lib/api/server'
import { routePolicy } from '@/lib/core/proxy/policy/policy'
import { getAppEnvironment } from '@/lib/operations/app-environments/get'
import { createApp } from '@/lib/operations/apps/create'
import { listAudit } from '@/lib/operations/audit/list'
import { createProject } from '@/lib/operations/projects/create'
import { getTraffic } from '@/lib/operations/traffic/get'
import type { Traffic } from '@/lib/operations/traffic/schema'
import { updateTraffic } from '@/lib/operations/traffic/update'
import { person, type TestRuntime, testRuntime } from '../../support/context'

let at: TestRuntime
beforeAll(async () => {
  at = await testRuntime()
})
afterAll(() => at.close())

async function oneApp() {
  const { actor } = await person(at)
  const ctx = at.as(actor)
  const project = await createProject(ctx, { name: 'Shop' })
  const repositoryUrl = 'https://git.example.test/team/shop.git'
  const { environments } = await createApp(ctx, { projectId: project.id, name: 'Shop', repositoryUrl })
  const appEnvironmentId = environments[0]?.appEnvironmentId
  if (!appEnvironmentId) throw new Error('no environment')
  const change = (parts: object): Promise<Traffic> => updateTraffic(ctx, { appEnvironmentId, ...parts })
  const stored = async () =>
    routePolicy.parse(
      (await at.database.db.appEnvironment.findUniqueOrThrow({ where: { id: appEnvironmentId } })).traffic,
    )
  return { ctx, actor, project, appEnvironmentId, change, stored }
}
const refusal = (field: string) => ({ code: 'invalid', extra: { field } })
const generation = async () => (await at.database.db.proxyState.findUnique({ where: { id: 1 } }))?.generation

describe('traffic settings', () => {
  test('are all off at first', async () => {
    const { ctx, appEnvironmentId } = await oneApp()
    const { unsupported, ...policy } = await getTraffic(ctx, { appEnvironmentId })
    expect(policy).toEqual(routePolicy.parse({}))
    expect(unsupported).toEqual([])
    expect(await getAppEnvironment(ctx, { appEnvironmentId })).toMatchObject({ maintenance: false })
  })

  test('change where a field is given, and have the proxy follow', async () => {
    const { ctx, appEnvironmentId, change } = await oneApp()
    await change({ maintenance: { message: 'Back at noon', allow: ['10.0.0.0/8'], retryAfterSeconds: 60 } })
    const before = (await generation()) ?? 0
    at.jobs.length = 0
    const { maintenance, limits } = await change({ maintenance: { on: true }, limits: { maxBodyMb: 5 } })
    expect(at.jobs).toEqual(['routes.refresh routes.refresh'])
    expect(await generation()).toBe(before + 1)
    expect(maintenance).toEqual({
      on: true,
      message: 'Back at noon',
      allow: ['10.0.0.0/8'],
      retryAfterSeconds: 60,
    })
    expect(limits).toEqual({ maxBodyMb: 5, readTimeoutSeconds: null, requestsPerSecond: null, burst: 20 })
    expect((await change({ limits: { maxBodyMb: null } })).limits.maxBodyMb).toBeNull()
    expect(await getAppEnvironment(ctx, { appEnvironmentId })).toMatchObject({ maintenance: true })
  })

  test('two changes at once are both kept', async () => {
    const { change, stored } = await oneApp()
    await Promise.all([
      change({ maintenance: { on: true } }),
      change({ limits: { burst: 7 } }),
      change({ redirects: { https: true } }),
      change({ static: [{ prefix: '/static/' }] }),
    ])
    expect(await stored()).toMatchObject({
      maintenance: { on: true },
      limits: { burst: 7 },
      redirects: { https: true },
      static: [{ prefix: '/static/', immutable: 'hashed' }],
    })
  })

  test('are told to the activity, maintenance in words of its own', async () => {
    const { ctx, project, change } = await oneApp()
    await change({ maintenance: { on: true } })
    await change({ maintenance: { on: false } })
    await change({ headers: { preset: 'recommended' }, limits: {} })
    const { entries } = await listAudit(ctx, { projectId: project.id })
    expect(entries.slice(0, 3).map(({ verb, detail }) => [verb, detail])).toEqual([
      ['traffic.update', { changed: ['headers', 'limits'] }],
      ['maintenance.end', { changed: ['maintenance'] }],
      ['maintenance.start', { changed: ['maintenance'] }],
    ])
  })
})

describe('passwords', () => {
  const ann = { name: 'ann', password: 'correct horse ü' }

  test('are kept as hashes, and never told', async () => {
    const { ctx, appEnvironmentId, project, change, stored } = await oneApp()
    const answer = await change({ basicAuth: { users: [ann] } })
    const [user] = (await stored()).basicAuth.users
    expect(await compare(ann.password, user?.hash ?? '')).toBe(true)
    const told = [
      answer,
      await getTraffic(ctx, { appEnvironmentId }),
      await listAudit(ctx, { projectId: project.id }),
    ]
    expect(JSON.stringify(told)).not.toMatch(/\$2[aby]\$|correct horse/)
    expect(answer.basicAuth).toEqual({ users: [{ name: 'ann' }] })
  })

  test('stay for a name that is sent without one, and are needed for a new one', async () => {
    const { change, stored } = await oneApp()
    await change({ basicAuth: { users: [ann] } })
    const { users } = (await stored()).basicAuth
    await change({ basicAuth: { users: [{ name: 'ann' }, { name: 'bob', password: 'another one' }] } })
    expect((await stored()).basicAuth.users[0]).toEqual(users[0])
    await expect(change({ basicAuth: { users: [{ name: 'ann' }, { name: 'eve' }] } })).rejects.toMatchObject(
      refusal('basicAuth.users.1.password'),
    )
    await change({ basicAuth: { users: [] } })
    expect((await stored()).basicAuth.users).toEqual([])
  })

  test.each([
    ['short', 'basicAuth.users.0.password'],
    ['x'.repeat(73), 'basicAuth.users.0.password'],
    ['ü'.repeat(37), 'basicAuth.users.0.password'],
    ['with\nline ends', 'basicAuth.users.0.password'],
  ])('%j is refused', async (password, field) => {
    const { change } = await oneApp()
    await expect(change({ basicAuth: { users: [{ name: 'ann', password }] } })).rejects.toMatchObject(
      refusal(field),
    )
  })
})

describe('what is refused', () => {
  test.each([
    [{ maintenance: { onn: true } }, 'maintenance'],
    [{ maintenance: { message: 'a\r\nX-Evil: 1' } }, 'maintenance.message'],
    [{ maintenance: { allow: ['example.com'] } }, 'maintenance.allow.0'],
    [{ errorPages: { down: 'x'.repeat(70_000) } }, 'errorPages.down'],
    [{ redirects: { paths: [{ from: '/a', to: '//evil.example' }] } }, 'redirects.paths.0.to'],
    [{ redirects: { paths: [{ from: '/a', to: '/a' }] } }, 'redirects.paths.0.to'],
    [{ basicAuth: { users: [{ name: 'a:b', password: 'long enough' }] } }, 'basicAuth.users.0.name'],
    [{ basicAuth: { users: [{ name: 'ann', hash: `$2b$08$${'a'.repeat(53)}` }] } }, 'basicAuth.users.0'],
    [{ headers: { custom: [{ name: 'Set-Cookie', value: 'a=b' }] } }, 'headers.custom.0.name'],
    [{ headers: { custom: [{ name: 'X-A', value: 'a\nb' }] } }, 'headers.custom.0.value'],
    [{ limits: { requestsPerSecond: 0 } }, 'limits.requestsPerSecond'],
    [{ static: [{ prefix: '/../' }] }, 'static.0.prefix'],
  ])('%j', async (parts, field) => {
    const { change, stored } = await oneApp()
    await expect(change(parts)).rejects.toMatchObject(refusal(field))
    expect(await stored()).toEqual(routePolicy.parse({}))
  })

  test('with Traefik: what it cannot do, while what was saved before stays and is named', async () => {
    const { ctx, actor, appEnvironmentId, change } = await oneApp()
    await change({ static: [{ prefix: '/static/' }] })
    const { runtime } = at
    const traefik = contextFor(
      { ...runtime, settings: { ...runtime.settings, proxyDriver: 'traefik' } },
      actor,
    )
    expect(await getTraffic(ctx, { appEnvironmentId })).toMatchObject({ unsupported: [] })
    const { unsupported } = await updateTraffic(traefik, { appEnvironmentId, maintenance: { on: true } })
    expect(unsupported).toEqual([
      { field: 'static', sentence: 'Traefik, which is the proxy here, cannot keep static files.' },
    ])
    const refused = updateTraffic(traefik, { appEnvironmentId, redirects: { www: 'remove' } })
    await expect(refused).rejects.toMatchObject({
      message: 'Traefik, which is the proxy here, cannot redirect.',
      extra: { field: 'redirects.www' },
    })
  })
})
