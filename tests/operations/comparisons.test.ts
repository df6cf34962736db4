import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { gitAdapter } from '@/lib/adapters/git/git'
import { createApp } from '@/lib/operations/apps/create'
import { createComparison } from '@/lib/operations/comparisons/create'
import { getComparison } from '@/lib/operations/comparisons/get'
import { runComparison } from '@/lib/operations/comparisons/run'
import { createProject } from '@/lib/operations/projects/create'
import type { GitPort } from '@/lib/ports/git'
import { person, type TestRuntime, testRuntime } from '../support/context'
import {
  commitTo,
  makeRepository,
  makeRoot,
  removeRoot,
  type TestRepository,
} from '../support/git-repository'
import { type HttpGitServer, startHttpGitServer } from '../support/git-server'
import { seedRelease } from '../support/seed-release'

let at: TestRuntime
let root: string
let http: HttpGitServer
let git: GitPort
let repository: TestRepository
beforeAll(async () => {
  root = makeRoot()
  at = await testRuntime()
  http = await startHttpGitServer(root)
  repository = await makeRepository({ root, files: { 'app.py': '1' } })
  git = gitAdapter({
    mirrorDir: path.join(root, 'mirrors'),
    exampleDir: path.join(root, 'example-repositories'),
    examplesDir: path.join(root, 'examples'),
    privateDir: path.join(root, 'private'),
    maxRepositoryMb: 100,
    allowPrivate: true,
    env: {},
  })
})
afterAll(async () => {
  await http.close()
  await at.close()
  removeRoot(root)
})

async function shop(fields: { rootDirectory?: string } = {}) {
  const { actor } = await person(at)
  const ctx = at.as(actor)
  const project = await createProject(ctx, { name: 'Shop' })
  const app = await createApp(ctx, {
    projectId: project.id,
    name: 'Shop',
    repositoryUrl: http.url(repository.name),
    ...fields,
  })
  const [production, staging] = app.environments.map(({ appEnvironmentId }) => appEnvironmentId)
  return { ctx, project, appId: app.id, production: production ?? '', staging: staging ?? '' }
}
type Shop = Awaited<ReturnType<typeof shop>>

const releaseOf = async (appEnvironmentId: string, commitSha: string) =>
  (await seedRelease(at, appEnvironmentId, { phase: 'SUCCEEDED', commitSha })).releaseId

/** Asks for a comparison of production's commit with staging's, lets the worker do it, and returns the answer. */
async function compare(there: Shop, from: string, to: string, port = git) {
  const asked = await ask(there, from, to)
  if (asked.status !== 'PENDING') return asked
  expect(at.jobs).toContain(`comparison.run ${asked.id}`)
  const worker = { ...at.as({ kind: 'worker', workerId: 'w1' }), git: port }
  await runComparison(worker, { comparisonId: asked.id })
  return getComparison(there.ctx, { appId: there.appId, comparisonId: asked.id })
}
async function ask({ ctx, appId, production, staging }: Shop, from: string, to: string) {
  const [fromReleaseId, toReleaseId] = [await releaseOf(production, from), await releaseOf(staging, to)]
  return createComparison(ctx, { appId, fromReleaseId, toReleaseId })
}

describe('a comparison', () => {
  test('lists what comes, names migrations, and is known from then on', async () => {
    const there = await shop()
    const from = repository.head
    await commitTo(
      repository,
      { 'shop/migrations/0002_price.py': '1', 'shop/migrations/__init__.py': '' },
      'Price',
    )
    const to = await commitTo(repository, { 'app.py': '2' }, 'Show it\n\nbody')
    const found = await compare(there, from, to)
    expect(found).toMatchObject({
      status: 'DONE',
      problem: null,
      result: {
        relation: 'ahead',
        added: { total: 2, commits: [{ sha: to, subject: 'Show it' }, { subject: 'Price' }] },
        removed: { total: 0, commits: [] },
        migrations: ['shop/migrations/0002_price.py'],
      },
    })
    const jobs = at.jobs.length
    expect(await ask(there, from, to)).toEqual(found)
    expect(at.jobs).toHaveLength(jobs)
    expect(await compare(there, to, from)).toMatchObject({
      result: { relation: 'behind', removed: { total: 2 }, added: { total: 0 } },
    })
    expect(await compare(there, to, to)).toMatchObject({ result: { relation: 'same' } })
  })

  test('knows migrations of the root directory only', async () => {
    const there = await shop({ rootDirectory: 'api' })
    const from = repository.head
    const to = await commitTo(repository, { 'api/migrations/1.sql': '', 'apis/migrations/2.sql': '' }, 'Both')
    expect((await compare(there, from, to)).result?.migrations).toEqual(['api/migrations/1.sql'])
  })

  test('of two lines of history tells both', async () => {
    const there = await shop()
    const base = repository.head
    const left = await commitTo(repository, { x: '1' }, 'Left', { branch: 'left', from: base })
    const right = await commitTo(repository, { x: '2' }, 'Right', { branch: 'right', from: base })
    expect(await compare(there, left, right)).toMatchObject({
      result: {
        relation: 'diverged',
        added: { total: 1, commits: [{ subject: 'Right' }] },
        removed: { total: 1, commits: [{ subject: 'Left' }] },
      },
    })
  })

  test('with a commit that is gone is unknown, and is looked at again when asked again', async () => {
    const there = await shop()
    const gone = 'd'.repeat(40)
    const first = await compare(there, gone, repository.head)
    expect(first).toMatchObject({ status: 'DONE', result: { relation: 'unknown', added: { total: 0 } } })
    const again = await ask(there, gone, repository.head)
    expect(again).toMatchObject({ id: first.id, status: 'PENDING', result: null })
  })

  test('says what is wrong with the repository; of anything else the log has the cause', async () => {
    const there = await shop()
    await at.runtime.db.app.update({
      where: { id: there.appId },
      data: { repositoryUrl: http.url('nowhere') },
    })
    const found = await compare(there, repository.head, 'e'.repeat(40))
    expect(found).toMatchObject({ status: 'FAILED', result: null, problem: { code: 'git.not-found' } })
    const broken = { ...git, fetch: () => Promise.reject(new Error('a planted cause')) }
    const failed = await compare(there, repository.head, 'f'.repeat(40), broken)
    expect(failed).toMatchObject({ status: 'FAILED', problem: { code: 'comparison.failed' } })
    expect(JSON.stringify(failed)).not.toContain('planted')
    expect(at.logLines.join('')).toContain('a planted cause')
  })

  test('that no worker took is lost, and can be asked for again', async () => {
    const there = await shop()
    const asked = await ask(there, repository.head, 'a'.repeat(40))
    at.advance(4 * 60_000)
    const { ctx, appId } = there
    expect(await getComparison(ctx, { appId, comparisonId: asked.id })).toMatchObject({
      status: 'FAILED',
      problem: { code: 'comparison.lost' },
    })
    expect(await ask(there, repository.head, 'a'.repeat(40))).toMatchObject({
      id: asked.id,
      status: 'PENDING',
    })
  })
})

describe('who may', () => {
  test('everybody who sees the project; releases and comparisons of other apps are not found', async () => {
    const [mine, theirs] = [await shop(), await shop()]
    const done = await compare(mine, repository.head, repository.head)
    const viewer = at.as((await person(at, { roles: { [mine.project.id]: 'VIEWER' } })).actor)
    const get = { appId: mine.appId, comparisonId: done.id }
    expect(await getComparison(viewer, get)).toEqual(done)
    await expect(getComparison(theirs.ctx, get)).rejects.toMatchObject({ code: 'not-found' })
    await expect(
      getComparison(theirs.ctx, { appId: theirs.appId, comparisonId: done.id }),
    ).rejects.toMatchObject({ code: 'not-found' })
    const [own, other] = [
      await releaseOf(mine.staging, repository.head),
      await releaseOf(theirs.staging, repository.head),
    ]
    for (const [fromReleaseId, toReleaseId] of [
      [own, other],
      [other, own],
    ])
      await expect(
        createComparison(mine.ctx, { appId: mine.appId, fromReleaseId, toReleaseId }),
      ).rejects.toMatchObject({ code: 'not-found' })
  })

  test('only the worker runs one', async () => {
    const there = await shop()
    const asked = await ask(there, repository.head, repository.head)
    await expect(runComparison({ ...there.ctx, git }, { comparisonId: asked.id })).rejects.toMatchObject({
      code: 'forbidden',
    })
  })
})
