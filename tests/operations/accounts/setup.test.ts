import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { completeSetup } from '@/lib/operations/accounts/complete-setup'
import { issueSetupLink } from '@/lib/operations/accounts/issue-setup-link'
import { setupStatus } from '@/lib/operations/accounts/setup-status'
import type { Context } from '@/lib/operations/context'
import { type TestRuntime, testRuntime } from '../../support/context'

const ADA = { name: 'Ada', email: 'Ada@Example.test', password: 'correct horse battery' }
let at: TestRuntime
let nobody: Context
beforeAll(async () => {
  at = await testRuntime()
  nobody = at.as({ kind: 'anonymous' })
})
afterAll(() => at.close())
beforeEach(async () => {
  await at.runtime.db.auditEntry.deleteMany()
  await at.runtime.db.user.deleteMany()
  await at.runtime.db.setupLink.deleteMany()
})

const newLink = async () => {
  const { url } = await issueSetupLink(at.system, {})
  if (!url) throw new Error('no link')
  expect(url).toMatch(/^http:\/\/localhost:8080\/setup\?token=setup_[\w-]{43}$/)
  return new URL(url).searchParams.get('token') ?? ''
}

describe('first administrator', () => {
  test('the link works once and is dead afterwards', async () => {
    const token = await newLink()
    expect(await setupStatus(nobody, {})).toEqual({ needed: true, tokenValid: false })
    expect(await setupStatus(nobody, { token })).toEqual({ needed: true, tokenValid: true })
    const { userId } = await completeSetup(nobody, { token, ...ADA })
    const user = await at.runtime.db.user.findUniqueOrThrow({ where: { id: userId } })
    expect(user).toMatchObject({ email: 'ada@example.test', isAdmin: true })
    expect(user.passwordHash).toMatch(/^\$argon2id/)
    expect(await setupStatus(nobody, { token })).toEqual({ needed: false, tokenValid: false })
    await expect(completeSetup(nobody, { token, ...ADA, email: 'eve@example.test' })).rejects.toMatchObject({
      code: 'conflict',
    })
    expect(await issueSetupLink(at.system, {})).toEqual({ url: null })
    expect(await at.runtime.db.auditEntry.findMany()).toMatchObject([
      { verb: 'user.create-first', actorName: 'Ada', entityName: 'Ada' },
    ])
  })

  test('ten requests in the same moment make one administrator', async () => {
    const token = await newLink()
    const answers = await Promise.allSettled(
      Array.from({ length: 10 }, (_, n) =>
        completeSetup(nobody, { token, ...ADA, email: `a${n}@example.test` }),
      ),
    )
    expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect(await at.runtime.db.user.count()).toBe(1)
  })

  test('a newer link replaces the older one', async () => {
    const older = await newLink()
    const newer = await newLink()
    await expect(completeSetup(nobody, { token: older, ...ADA })).rejects.toMatchObject({ code: 'forbidden' })
    await completeSetup(nobody, { token: newer, ...ADA })
  })

  test('only the hash of the link is stored', async () => {
    const token = await newLink()
    const rows = JSON.stringify(await at.runtime.db.setupLink.findMany())
    expect(rows).not.toContain(token)
    expect(rows).not.toContain(token.slice('setup_'.length))
  })

  test.each(['', 'setup_', 'x'.repeat(200), "' OR 1=1 --"])('the token %j is refused', async token => {
    await newLink()
    await expect(completeSetup(nobody, { token, ...ADA })).rejects.toMatchObject({
      code: token === '' ? 'invalid' : 'forbidden',
    })
  })

  test.each([
    ['password', { password: 'short' }],
    ['password', { password: 'Password123456' }],
    ['password', { password: 'ada@example.test' }],
    ['email', { email: 'no address' }],
    ['name', { name: '\u0000' }],
    ['name', { name: ' ' }],
  ])('a bad %s is refused and the link stays', async (field, wrong) => {
    const token = await newLink()
    await expect(completeSetup(nobody, { token, ...ADA, ...wrong })).rejects.toMatchObject({
      code: 'invalid',
      extra: { field },
    })
    expect(await setupStatus(nobody, { token })).toEqual({ needed: true, tokenValid: true })
  })

  test('nobody but Berth makes links', async () => {
    await expect(issueSetupLink(nobody, {})).rejects.toMatchObject({ code: 'forbidden' })
  })
})
