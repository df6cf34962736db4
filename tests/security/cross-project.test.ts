import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { CONTRACT, type OperationName } from '@/lib/api/contract'
import { handleDeploymentEvents, handleRuntimeLogEvents } from '@/lib/api/log-events'
import { REGISTRY } from '@/lib/api/registry'
import { ROLES, roleMay, TOKEN_SCOPES, type TokenScope, tokenMay } from '@/lib/core/access/roles'
import { createToken } from '@/lib/operations/accounts/create-token'
import { ask, headersOf, type Sender } from '../support/api'
import { person, type TestRuntime, testRuntime } from '../support/context'
import { INPUTS } from './inputs'
import { buildWorld, type World } from './world'

const OPERATIONS = Object.keys(CONTRACT) as OperationName[]
/** Only people may do these, however much an API token may else. */
const PEOPLE_ONLY = new Set<OperationName>([
  'account.change-password',
  'sessions.list',
  'sessions.revoke',
  'tokens.list',
  'tokens.create',
  'tokens.revoke',
])
/** Names that lead to rows as ids do. */
const NAMES = new Set(['project', 'environment', 'app'])

let at: TestRuntime
let theirs: World
let mine: World
beforeAll(async () => {
  at = await testRuntime()
  theirs = await buildWorld(at)
  mine = await buildWorld(at)
})
afterAll(() => at.close())

const inputOf = (name: OperationName, world: World): Record<string, unknown> => ({ ...INPUTS[name](world) })
const isReference = (key: string, value: unknown) =>
  NAMES.has(key) || (typeof value === 'string' && /^[a-z]{3}_[0-9a-z]{20}$/.test(value))
const referencesOf = (name: OperationName) =>
  Object.entries(inputOf(name, mine)).flatMap(([key, value]) => (isReference(key, value) ? [key] : []))

describe('the contract', () => {
  test.each(OPERATIONS)('%s has an operation of that name, and says who may', name => {
    expect(REGISTRY[name].operationName).toBe(name)
    expect(['public', 'user', 'admin', 'project']).toContain(REGISTRY[name].access.kind)
  })
  test.each(OPERATIONS)('%s is tried with ids when it is about a project', name => {
    if (REGISTRY[name].access.kind === 'project') expect(referencesOf(name)).not.toEqual([])
  })
  test.each(OPERATIONS)('%s changes nothing when it is a GET', name => {
    const { access } = REGISTRY[name]
    const writes = access.kind === 'user' && access.write === true
    if (CONTRACT[name].method === 'GET') expect(writes).toBe(false)
  })
})

describe('nobody', () => {
  test.each(OPERATIONS.filter(name => REGISTRY[name].access.kind !== 'public'))(
    '%s asks to sign in',
    async name => {
      const answer = await ask(at, null, name, inputOf(name, theirs))
      expect(answer).toMatchObject({ status: 401, body: { error: { code: 'unauthenticated' } } })
      expect(answer.text).not.toContain(theirs.marker)
    },
  )
})

describe('the owner of another project', () => {
  // What only administrators may do is below: nobody else is told whether a row is there.
  test.each(OPERATIONS.filter(name => REGISTRY[name].access.kind !== 'admin'))(
    '%s does not find their rows, by none of its ids',
    async name => {
      const audited = () => at.runtime.db.auditEntry.count({ where: { projectId: theirs.project.id } })
      const before = await audited()
      const sender = { session: mine.owner.sessionId }
      for (const key of referencesOf(name)) {
        const swapped = { ...inputOf(name, mine), [key]: inputOf(name, theirs)[key] }
        for (const input of [inputOf(name, theirs), swapped]) {
          const answer = await ask(at, sender, name, input)
          expect([key, answer]).toMatchObject([key, { status: 404, body: { error: { code: 'not-found' } } }])
          expect(answer.text).not.toContain(theirs.marker)
        }
      }
      expect(await audited()).toBe(before)
    },
  )

  test.each(['projects.list', 'audit.list', 'tokens.list', 'sessions.list'] as const)(
    '%s tells nothing',
    async name => {
      const answer = await ask(at, { session: mine.owner.sessionId }, name)
      expect(answer.status).toBe(200)
      expect(answer.text).not.toContain(theirs.marker)
      expect(answer.text).not.toContain(theirs.owner.sessionId)
    },
  )

  test('event streams are closed to strangers', async () => {
    for (const [sender, status] of [
      [null, 401],
      [{ session: mine.owner.sessionId }, 404],
    ] as const) {
      const request = async () =>
        new Request('http://localhost:8080/', { headers: await headersOf(at, sender) })
      const answers = [
        await handleDeploymentEvents(at.runtime, await request(), theirs.deploymentId),
        await handleRuntimeLogEvents(at.runtime, await request(), theirs.appEnvironmentId),
      ]
      for (const answer of answers) expect(answer.status).toBe(status)
    }
  })
})

describe('each role', () => {
  test.each(ROLES)('%s may what its permissions say, and no more', async role => {
    const world = await buildWorld(at)
    const member = await person(at, { roles: { [world.project.id]: role } })
    for (const name of OPERATIONS) {
      const { access } = REGISTRY[name]
      if (access.kind !== 'project') continue
      const { status } = await ask(at, { session: member.sessionId }, name, inputOf(name, world))
      if (roleMay(role, access.permission))
        expect([name, [401, 403, 404].includes(status)]).toEqual([name, false])
      else expect([name, status]).toEqual([name, 403])
    }
  })
})

describe('each token scope', () => {
  test.each(TOKEN_SCOPES)('%s may what it grants, and no more', async scope => {
    const world = await buildWorld(at)
    const { secret } = await createToken(at.as(world.owner.actor), { name: 'scoped', scope })
    for (const name of OPERATIONS) {
      const { status } = await ask(at, { token: secret }, name, inputOf(name, world))
      if (mayByToken(name, scope)) expect([name, [401, 403].includes(status)]).toEqual([name, false])
      else expect([name, status]).toEqual([name, 403])
    }
  })
})

function mayByToken(name: OperationName, scope: TokenScope): boolean {
  const { access } = REGISTRY[name]
  if (PEOPLE_ONLY.has(name) || access.kind === 'admin') return false
  if (access.kind === 'user') return !access.write || scope === 'WRITE'
  return access.kind === 'public' || (access.kind === 'project' && tokenMay(scope, access.permission))
}

describe('administration', () => {
  test.each(OPERATIONS.filter(name => REGISTRY[name].access.kind === 'admin'))(
    '%s is for administrators',
    async name => {
      const sender: Sender = { session: mine.owner.sessionId }
      expect((await ask(at, sender, name, inputOf(name, mine))).status).toBe(403)
    },
  )
  test('nothing that only Berth itself may do can be reached by HTTP', () => {
    expect(OPERATIONS.filter(name => REGISTRY[name].access.kind === 'worker')).toEqual([])
  })
})
