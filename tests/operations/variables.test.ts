import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ProjectRole } from '@/lib/adapters/db/generated/client'
import { secretsAdapter } from '@/lib/adapters/secrets/secrets'
import { DomainError } from '@/lib/core/errors'
import { getAppEnvironment } from '@/lib/operations/app-environments/get'
import { createApp } from '@/lib/operations/apps/create'
import type { Context } from '@/lib/operations/context'
import { createProject } from '@/lib/operations/projects/create'
import { listVariables } from '@/lib/operations/variables/list'
import { resolveVariables } from '@/lib/operations/variables/resolve-variables'
import { revealVariable } from '@/lib/operations/variables/reveal'
import { updateVariables } from '@/lib/operations/variables/update'
import { person, type TestRuntime, testRuntime } from '../support/context'
import { seedRelease } from '../support/seed-release'

const PLANTED = 'planted-secret-value-5f2c'

let at: TestRuntime
beforeAll(async () => {
  at = await testRuntime()
})
afterAll(() => at.close())

/** A project with one app, seen by somebody of each role; the sets of its production environment. */
async function shop() {
  const owner = at.as((await person(at)).actor)
  const project = await createProject(owner, { name: 'Shop' })
  const app = await createApp(owner, {
    projectId: project.id,
    name: 'Web',
    repositoryUrl: 'https://git.example.test/shop.git',
  })
  const production = app.environments.find(({ environmentSlug }) => environmentSlug === 'production')
  const appEnvironmentId = production?.appEnvironmentId ?? ''
  const { variableSetId, sharedVariableSetId } = await getAppEnvironment(owner, { appEnvironmentId })
  const as = async (role: ProjectRole) => at.as((await person(at, { roles: { [project.id]: role } })).actor)
  return {
    owner,
    as,
    appEnvironmentId,
    own: variableSetId,
    shared: sharedVariableSetId,
    projectId: project.id,
  }
}

type Change = { name: string; value?: string; secret?: boolean }
const save = (ctx: Context, variableSetId: string, revision: number, set: Change[], unset: string[] = []) =>
  updateVariables(ctx, { variableSetId, revision, set, unset })

/** The error of something that must fail. */
const refusal = async (promise: Promise<unknown>): Promise<DomainError> => {
  const error = await promise.then(
    () => null,
    (reason: unknown) => reason,
  )
  if (!(error instanceof DomainError)) throw new Error(`no refusal, but ${error}`)
  return error
}

describe('saving variables', () => {
  it('adds, changes and removes, and counts revisions', async () => {
    const { owner, own } = await shop()
    const first = await save(owner, own, 0, [
      { name: 'B', value: '2' },
      { name: 'A', value: '1' },
    ])
    expect(first).toMatchObject({ revision: 1, deployment: null })
    expect(first.variables.map(({ name, value }) => [name, value])).toEqual([
      ['A', '1'],
      ['B', '2'],
    ])
    const second = await save(owner, own, 1, [{ name: 'A', value: 'one' }], ['B', 'NEVER_THERE'])
    expect(second.revision).toBe(2)
    expect(second.variables).toMatchObject([{ name: 'A', value: 'one', secret: false }])
    expect(await listVariables(owner, { variableSetId: own })).toMatchObject({ revision: 2 })
    const [before, after] = [first.variables[0]?.updatedAt ?? '', second.variables[0]?.updatedAt ?? '']
    expect(Date.parse(after)).toBeGreaterThan(Date.parse(before))
    expect(Math.abs(Date.now() - Date.parse(after))).toBeLessThan(600_000)
  })

  it.each(['', ' ', 'a\nb\r\n\tc', `"'\\$HOME $\{X} \`id\` $(id) #`, 'ключ 🔑 \u2028', 'x'.repeat(65_536)])(
    'keeps every character of a value',
    async value => {
      const { owner, own, appEnvironmentId } = await shop()
      const { variables } = await save(owner, own, 0, [{ name: 'V', value }])
      expect(variables[0]?.value).toBe(value)
      expect((await resolveVariables(owner, appEnvironmentId)).values.V).toBe(value)
    },
  )

  it.each([
    [{ name: '1A', value: '' }],
    [{ name: 'A-B', value: '' }],
    [{ name: 'A B', value: '' }],
    [{ name: '', value: '' }],
    [{ name: 'A=B', value: '' }],
    [{ name: 'Ä', value: '' }],
    [{ name: '__proto__', value: '' }],
    [{ name: 'A'.repeat(201), value: '' }],
    [{ name: 'A', value: 'nul\0' }],
    [{ name: 'A', value: 'x'.repeat(65_537) }],
    [{ name: 'A' }],
  ])('refuses %j', async change => {
    const { owner, own } = await shop()
    const error = await refusal(save(owner, own, 0, [change]))
    expect(error.code).toBe('invalid')
    expect((await listVariables(owner, { variableSetId: own })).revision).toBe(0)
  })

  it('refuses an edit that contradicts itself', async () => {
    const { owner, own } = await shop()
    const twice = save(owner, own, 0, [
      { name: 'A', value: '1' },
      { name: 'A', value: '2' },
    ])
    expect((await refusal(twice)).message).toMatch(/A is there twice/)
    expect((await refusal(save(owner, own, 0, [{ name: 'A', value: '1' }], ['A']))).code).toBe('invalid')
  })

  it('saves 10,000 at once, changes them all, and takes no more', async () => {
    const { owner, own, appEnvironmentId } = await shop()
    const many = (value: string) =>
      Array.from({ length: 10_000 }, (_, i) => ({ name: `NAME_${i}`, value: `${value} ${i}` }))
    expect((await save(owner, own, 0, many('first'))).variables).toHaveLength(10_000)
    expect((await save(owner, own, 1, many('second'))).variables).toHaveLength(10_000)
    const { values } = await resolveVariables(owner, appEnvironmentId)
    expect(values.NAME_9999).toBe('second 9999')
    const oneMore = await refusal(save(owner, own, 2, [{ name: 'ONE_MORE', value: '' }]))
    expect(oneMore.message).toMatch(/10001 variables; a set has at most 10000/)
    const all = many('').map(({ name }) => name)
    expect((await save(owner, own, 2, [{ name: 'LAST', value: '' }], all)).variables).toHaveLength(1)
  }, 60_000)
})

describe('two people who edit at the same time', () => {
  it('the second is told, with what is saved now, and nothing of theirs is written', async () => {
    const { owner, own } = await shop()
    await save(owner, own, 0, [
      { name: 'A', value: 'mine' },
      { name: 'S', value: PLANTED, secret: true },
    ])
    const error = await refusal(save(owner, own, 0, [{ name: 'A', value: 'theirs' }]))
    expect(error.code).toBe('conflict')
    expect(error.extra.details).toMatchObject({
      revision: 1,
      variables: [
        { name: 'A', value: 'mine', secret: false },
        { name: 'S', value: null, secret: true },
      ],
    })
    expect(JSON.stringify(error)).not.toContain(PLANTED)
    expect((await listVariables(owner, { variableSetId: own })).variables[0]?.value).toBe('mine')
  })

  it('of several in the same moment exactly one is saved', async () => {
    const { owner, own } = await shop()
    const results = await Promise.allSettled(
      Array.from({ length: 5 }, (_, i) => save(owner, own, 0, [{ name: `V${i}`, value: `${i}` }])),
    )
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    const { revision, variables } = await listVariables(owner, { variableSetId: own })
    expect([revision, variables.length]).toEqual([1, 1])
  })
})

describe('secrets', () => {
  it('are never given back, and keep their value when another part changes', async () => {
    const { owner, own, appEnvironmentId } = await shop()
    const saved = await save(owner, own, 0, [{ name: 'KEY', value: PLANTED, secret: true }])
    expect(saved.variables).toMatchObject([{ name: 'KEY', value: null, secret: true }])
    await save(owner, own, 1, [
      { name: 'KEY', secret: true },
      { name: 'OTHER', value: '1' },
    ])
    await save(owner, own, 2, [{ name: 'KEY' }])
    expect(await resolveVariables(owner, appEnvironmentId)).toEqual({
      values: { KEY: PLANTED, OTHER: '1' },
      secretNames: ['KEY'],
    })
  })

  it('stay secret when a new value comes without the flag, and become readable only with a new value', async () => {
    const { owner, own } = await shop()
    await save(owner, own, 0, [{ name: 'KEY', value: PLANTED, secret: true }])
    expect((await save(owner, own, 1, [{ name: 'KEY', value: 'rotated' }])).variables[0]).toMatchObject({
      secret: true,
      value: null,
    })
    const error = await refusal(save(owner, own, 2, [{ name: 'KEY', secret: false }]))
    expect(error.message).toMatch(/KEY is a secret.*enter its value again/)
    const opened = await save(owner, own, 2, [{ name: 'KEY', value: 'public', secret: false }])
    expect(opened.variables[0]).toMatchObject({ secret: false, value: 'public' })
    const closed = await save(owner, own, 3, [{ name: 'KEY', secret: true }])
    expect(closed.variables[0]).toMatchObject({ secret: true, value: null })
  })

  it('are in no row, no audit entry and no log line', async () => {
    const { owner, own } = await shop()
    await save(owner, own, 0, [{ name: 'KEY', value: PLANTED, secret: true }])
    await save(owner, own, 1, [{ name: 'KEY', value: `${PLANTED}-2`, secret: true }], ['KEY_2'])
    await refusal(save(owner, own, 0, [{ name: 'KEY', value: PLANTED }]))
    const { db } = at.runtime
    const rows = [await db.variable.findMany(), await db.auditEntry.findMany(), at.logLines]
    expect(JSON.stringify(rows)).not.toContain(PLANTED)
  })

  it('do not open in another row, nor under another master key', async () => {
    const { owner, own } = await shop()
    await save(owner, own, 0, [
      { name: 'A', value: 'a' },
      { name: 'B', value: 'b' },
    ])
    const { db } = at.runtime
    const [a, b] = await db.variable.findMany({ where: { setId: own }, orderBy: { name: 'asc' } })
    await db.variable.update({ where: { id: a?.id ?? '' }, data: { valueSealed: b?.valueSealed ?? '' } })
    await expect(listVariables(owner, { variableSetId: own })).rejects.toThrow(/cannot be read/)
    const stranger = { ...owner, secrets: secretsAdapter(Buffer.alloc(32)) }
    await expect(listVariables(stranger, { variableSetId: own })).rejects.toThrow(/cannot be read/)
  })
})

describe('shared variables', () => {
  it('reach every app of the environment; the app’s own come over them', async () => {
    const { owner, own, shared, appEnvironmentId } = await shop()
    await save(owner, shared, 0, [
      { name: 'BOTH', value: 'shared', secret: true },
      { name: 'SHARED', value: '1', secret: true },
    ])
    await save(owner, own, 0, [
      { name: 'BOTH', value: 'own' },
      { name: 'OWN', value: '2' },
    ])
    expect(await resolveVariables(owner, appEnvironmentId)).toEqual({
      values: { BOTH: 'own', OWN: '2', SHARED: '1' },
      secretNames: ['SHARED'],
    })
  })

  it('cannot be deployed as such', async () => {
    const { owner, shared } = await shop()
    const error = await refusal(updateVariables(owner, { variableSetId: shared, revision: 0, deploy: true }))
    expect(error).toMatchObject({ code: 'invalid', extra: { field: 'deploy' } })
  })
})

describe('save and deploy', () => {
  it('saves and starts a deployment of the configuration', async () => {
    const { owner, own, appEnvironmentId } = await shop()
    await seedRelease(at, appEnvironmentId, { phase: 'SUCCEEDED' })
    const set = [{ name: 'A', value: '1' }]
    expect((await getAppEnvironment(owner, { appEnvironmentId })).pendingChanges).toBe(0)
    const { deployment } = await updateVariables(owner, {
      variableSetId: own,
      revision: 0,
      set,
      deploy: true,
    })
    const row = await at.runtime.db.deployment.findUniqueOrThrow({ where: { id: deployment?.id ?? '' } })
    expect(row).toMatchObject({ kind: 'CONFIGURATION', phase: 'QUEUED', number: deployment?.number })
    expect(at.jobs).toContain(`deployment.run ${row.id}`)
    expect((await getAppEnvironment(owner, { appEnvironmentId })).pendingChanges).toBe(1)
  })

  it('saves nothing when there is nothing to deploy yet', async () => {
    const { owner, own } = await shop()
    const set = [{ name: 'A', value: '1' }]
    const error = await refusal(
      updateVariables(owner, { variableSetId: own, revision: 0, set, deploy: true }),
    )
    expect(error.code).toBe('conflict')
    expect(await listVariables(owner, { variableSetId: own })).toMatchObject({ revision: 0, variables: [] })
  })
})

describe('who may', () => {
  it.each([
    ['OWNER', true, true, true],
    ['ADMIN', true, true, true],
    ['DEVELOPER', true, true, false],
    ['DEPLOYER', false, false, false],
    ['VIEWER', false, false, false],
  ] as const)('%s: sees values %s, writes %s, reveals %s', async (role, sees, writes, reveals) => {
    const { owner, as, own } = await shop()
    await save(owner, own, 0, [{ name: 'A', value: '1' }])
    const ctx = await as(role)
    const { variables } = await listVariables(ctx, { variableSetId: own })
    expect(variables).toMatchObject([{ name: 'A', value: sees ? '1' : null }])
    const saved = save(ctx, own, 1, [{ name: 'A', value: '2' }])
    if (writes) await saved
    else expect((await refusal(saved)).code).toBe('forbidden')
    const revealed = revealVariable(ctx, { variableSetId: own, name: 'A' })
    if (reveals) expect(await revealed).toEqual({ value: '2' })
    else expect((await refusal(revealed)).code).toBe('forbidden')
  })

  it('a stranger is told that there is no such set', async () => {
    const { own } = await shop()
    const stranger = at.as((await person(at)).actor)
    const tries = [
      listVariables(stranger, { variableSetId: own }),
      save(stranger, own, 0, [{ name: 'A', value: '1' }]),
      revealVariable(stranger, { variableSetId: own, name: 'A' }),
    ]
    for (const attempt of tries) expect((await refusal(attempt)).code).toBe('not-found')
  })

  it('revealing is written down, and shows no secret', async () => {
    const { owner, own } = await shop()
    await save(owner, own, 0, [
      { name: 'A', value: '1' },
      { name: 'S', value: PLANTED, secret: true },
    ])
    await revealVariable(owner, { variableSetId: own, name: 'A' })
    const entry = await at.runtime.db.auditEntry.findFirst({
      where: { verb: 'variables.reveal', entityId: own },
    })
    expect(entry?.detail).toEqual({ name: 'A' })
    const secret = await refusal(revealVariable(owner, { variableSetId: own, name: 'S' }))
    expect(secret.code).toBe('forbidden')
    expect((await refusal(revealVariable(owner, { variableSetId: own, name: 'NONE' }))).code).toBe(
      'not-found',
    )
  })

  it('saving writes down names, not values', async () => {
    const { owner, own, projectId } = await shop()
    await save(owner, own, 0, [
      { name: 'A', value: 'value-of-a' },
      { name: 'B', value: '2' },
    ])
    await save(
      owner,
      own,
      1,
      [
        { name: 'A', value: 'other' },
        { name: 'C', value: '' },
      ],
      ['B'],
    )
    const entries = await at.runtime.db.auditEntry.findMany({
      where: { verb: 'variables.update', projectId },
      orderBy: { at: 'asc' },
    })
    expect(entries.map(({ detail }) => detail)).toEqual([
      { added: ['A', 'B'], changed: [], removed: [], count: 2 },
      { added: ['C'], changed: ['A'], removed: ['B'], count: 3 },
    ])
    expect(entries[0]?.entityName).toBe('Web · Production')
    expect(JSON.stringify(entries)).not.toContain('value-of-a')
  })
})
