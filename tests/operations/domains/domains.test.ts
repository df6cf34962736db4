import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createApp } from '@/lib/operations/apps/create'
import type { Context } from '@/lib/operations/context'
import { addDomain } from '@/lib/operations/domains/add'
import { generatedHostname } from '@/lib/operations/domains/generated-hostname'
import { listDomains } from '@/lib/operations/domains/list'
import { makeDomainPrimary } from '@/lib/operations/domains/make-primary'
import { removeDomain } from '@/lib/operations/domains/remove'
import { createProject } from '@/lib/operations/projects/create'
import { person, type TestRuntime, testRuntime } from '../../support/context'

const HTTPS = 'https://git.example.test/team/shop.git'
let at: TestRuntime
beforeAll(async () => {
  at = await testRuntime({ publicUrl: 'https://panel.example.test' })
})
afterAll(() => at.close())

async function appOf(name: string): Promise<{ ctx: Context; production: string; staging: string }> {
  const ctx = at.as((await person(at)).actor)
  const project = await createProject(ctx, { name })
  const app = await createApp(ctx, { projectId: project.id, name, repositoryUrl: HTTPS })
  const [production, staging] = app.environments.map(({ appEnvironmentId }) => appEnvironmentId)
  if (!production || !staging) throw new Error('no environments')
  return { ctx, production, staging }
}

describe('adding a domain', () => {
  test('it is stored as browsers send it, and the proxy is told', async () => {
    const { ctx, production: appEnvironmentId } = await appOf('store')
    at.jobs.length = 0
    expect(await addDomain(ctx, { appEnvironmentId, hostname: ' WWW.Bücher.Example. ' })).toMatchObject({
      hostname: 'www.xn--bcher-kva.example',
      isPrimary: false,
      isGenerated: false,
      url: 'http://www.xn--bcher-kva.example:8080',
    })
    expect(at.jobs).toEqual(['routes.refresh routes.refresh'])
  })

  test.each([
    'https://example.test',
    'example.test/path',
    'example.test:80',
    '*.example.test',
    'localhost',
    '192.0.2.1',
    '[::1]',
    '0x7f.1',
    '-a.example',
    'a..example',
    'under_score.example',
    'a b.example',
    'a.example;server_name evil',
    'a.example\nserver_name evil;',
    '$(id).example',
    `${'a'.repeat(64)}.example`,
    `${'a.'.repeat(126)}example`,
    'someone@example.test',
    'exa\u0000mple.test',
    '.',
    '',
  ])('%j is refused with a sentence', async hostname => {
    const { ctx, production: appEnvironmentId } = await appOf('bad')
    await expect(addDomain(ctx, { appEnvironmentId, hostname })).rejects.toMatchObject({
      code: 'invalid',
      extra: { field: 'hostname' },
    })
  })

  test("the panel's own name is refused", async () => {
    const { ctx, production: appEnvironmentId } = await appOf('panel')
    await expect(addDomain(ctx, { appEnvironmentId, hostname: 'PANEL.example.test' })).rejects.toMatchObject({
      code: 'conflict',
    })
  })

  test('a name in use says where, but not what belongs to others', async () => {
    const mine = await appOf('mine')
    const theirs = await appOf('secret-project')
    await addDomain(mine.ctx, { appEnvironmentId: mine.production, hostname: 'one.example.test' })
    await addDomain(theirs.ctx, { appEnvironmentId: theirs.production, hostname: 'two.example.test' })
    const add = (hostname: string) =>
      addDomain(mine.ctx, { appEnvironmentId: mine.staging, hostname }).catch((error: Error) => error.message)
    expect(await add('one.example.test')).toBe('one.example.test is used by mine (Production) already.')
    expect(await add('two.example.test')).toBe('two.example.test is used by another app already.')
    expect(await add('secret-project-production.apps.test')).toMatch(/used by another app/)
  })

  test('twenty at once get it once', async () => {
    const { ctx, production: appEnvironmentId } = await appOf('race')
    const asked = Array.from({ length: 20 }, () =>
      addDomain(ctx, { appEnvironmentId, hostname: 'race.example.test' }),
    )
    const results = await Promise.allSettled(asked)
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  })
})

describe('the primary domain', () => {
  test('can be chosen; when it goes, the oldest of the rest takes over', async () => {
    const { ctx, production: appEnvironmentId } = await appOf('primary')
    const first = await addDomain(ctx, { appEnvironmentId, hostname: 'first.example.test' })
    await addDomain(ctx, { appEnvironmentId, hostname: 'second.example.test' })
    await makeDomainPrimary(ctx, { appEnvironmentId, domainId: first.id })
    const names = async () =>
      (await listDomains(ctx, { appEnvironmentId })).domains.map(
        ({ hostname, isPrimary }) => `${hostname}${isPrimary ? '!' : ''}`,
      )
    expect(await names()).toEqual([
      'first.example.test!',
      'primary-production.apps.test',
      'second.example.test',
    ])
    await removeDomain(ctx, { appEnvironmentId, domainId: first.id })
    expect(await names()).toEqual(['primary-production.apps.test!', 'second.example.test'])
  })

  test("another app's domain cannot be touched through one's own", async () => {
    const mine = await appOf('touch')
    const theirs = await appOf('touched')
    const [domain] = (await listDomains(theirs.ctx, { appEnvironmentId: theirs.production })).domains
    const input = { appEnvironmentId: mine.production, domainId: domain?.id }
    await expect(removeDomain(mine.ctx, input)).rejects.toMatchObject({ code: 'not-found' })
    await expect(makeDomainPrimary(mine.ctx, input)).rejects.toMatchObject({ code: 'not-found' })
  })
})

describe('generated hostnames', () => {
  test('are one DNS label in front of the base domain', () => {
    const long = { app: 'a'.repeat(30), environment: 'e'.repeat(30), baseDomain: 'Apps.Example' }
    expect(generatedHostname(long)).toBe(`${'a'.repeat(30)}-${'e'.repeat(30)}.apps.example`)
    const label = generatedHostname({ ...long, suffix: '12345678' }).split('.')[0] ?? ''
    expect(label).toHaveLength(63)
    expect(label.endsWith('-12345678')).toBe(true)
  })
})
