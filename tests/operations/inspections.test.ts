import { mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { gitAdapter } from '@/lib/adapters/git/git'
import { createApp } from '@/lib/operations/apps/create'
import { updateApp } from '@/lib/operations/apps/update'
import { createInspection } from '@/lib/operations/inspections/create'
import { getInspection } from '@/lib/operations/inspections/get'
import { runInspection } from '@/lib/operations/inspections/run'
import { createProject } from '@/lib/operations/projects/create'
import type { GitPort } from '@/lib/ports/git'
import { person, type TestRuntime, testRuntime } from '../support/context'
import { commitTo, type FileContent, makeRepository, makeRoot, removeRoot } from '../support/git-repository'
import {
  type HttpGitServer,
  type SshGitServer,
  startHttpGitServer,
  startSshGitServer,
} from '../support/git-server'

const TOKEN = 'planted-token-0815'
let at: TestRuntime
let root: string
let http: HttpGitServer
let ssh: SshGitServer
let git: GitPort
beforeAll(async () => {
  root = makeRoot()
  at = await testRuntime()
  http = await startHttpGitServer(root)
  ssh = await startSshGitServer(root)
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
  await ssh.close()
  await at.close()
  removeRoot(root)
})

const FLASK = {
  'requirements.txt': 'flask==3.0.3\n',
  'app.py': 'from flask import Flask\napp = Flask(__name__)\n',
}
const DOCKERFILE = { Dockerfile: 'FROM busybox:latest\nEXPOSE 8080\nCMD ["httpd", "-f"]\n' }

async function appOf(repositoryUrl: string, fields: object = {}) {
  const { actor } = await person(at)
  const ctx = at.as(actor)
  const project = await createProject(ctx, { name: 'Shop' })
  const app = await createApp(ctx, { projectId: project.id, name: 'Shop', repositoryUrl, ...fields })
  return { ctx, app, appId: app.id, projectId: project.id }
}
const served = async (files?: Record<string, FileContent>, branch = 'main') =>
  makeRepository({ root, branch, ...(files ? { files } : {}) })

/** Asks for an inspection, lets the worker do it, and returns what the API answers then. */
async function inspect(
  { ctx, appId }: Pick<Awaited<ReturnType<typeof appOf>>, 'ctx' | 'appId'>,
  branch?: string,
) {
  const asked = await createInspection(ctx, { appId, ...(branch ? { branch } : {}) })
  expect(asked.status).toBe('PENDING')
  expect(at.jobs).toContain(`inspection.run ${asked.id}`)
  const worker = { ...at.as({ kind: 'worker', workerId: 'w1' }), git }
  await runInspection(worker, { inspectionId: asked.id })
  return getInspection(ctx, { appId, inspectionId: asked.id })
}

describe('an inspection', () => {
  test('lists the branches and shows the plan of the default one', async () => {
    const repository = await served(FLASK, 'trunk')
    await commitTo(repository, { x: '1' }, 'Other', { branch: 'feature/x', from: repository.head })
    const found = await inspect(await appOf(http.url(repository.name)))
    expect(found).toMatchObject({
      status: 'DONE',
      branch: 'trunk',
      defaultBranch: 'trunk',
      commitSha: repository.head,
      problem: null,
      plan: { stack: 'python' },
    })
    expect(found.branches?.map(({ name }) => name)).toEqual(['feature/x', 'trunk'])
    expect(found.dockerfile).toContain('FROM ')
  })

  test('looks at the branch and the root directory asked for', async () => {
    const repository = await served({ 'README.md': 'hello' })
    const files = Object.fromEntries(Object.entries(FLASK).map(([name, text]) => [`api/${name}`, text]))
    const sha = await commitTo(repository, files, 'Add the API', { branch: 'next', from: repository.head })
    const app = await appOf(http.url(repository.name), { rootDirectory: 'api' })
    expect(await inspect(app, 'next')).toMatchObject({ status: 'DONE', branch: 'next', commitSha: sha })
  })

  test('shows a Dockerfile of the repository as it is, also under another name', async () => {
    const repository = await served({ 'deploy/app.dockerfile': DOCKERFILE.Dockerfile })
    const app = await appOf(http.url(repository.name))
    await updateApp(app.ctx, {
      appId: app.appId,
      builder: 'DOCKERFILE',
      dockerfilePath: 'deploy/app.dockerfile',
    })
    expect((await inspect(app)).dockerfile).toBe(DOCKERFILE.Dockerfile)
  })

  test('of an ssh address uses the deploy key and keeps the host key', async () => {
    const repository = await served(FLASK)
    const app = await appOf(ssh.url(repository.name), { gitAuth: { kind: 'deploy-key' } })
    const before = await inspect(app)
    expect(before.problem).toMatchObject({
      code: 'git.auth-failed',
      fix: expect.stringContaining('public key'),
    })
    ssh.authorize(app.app.deployKeyPublic ?? '')
    expect((await inspect(app)).status).toBe('DONE')
    const row = await at.runtime.db.app.findUniqueOrThrow({ where: { id: app.appId } })
    expect(row.sshKnownHosts).toContain('ssh-ed25519')
    await ssh.changeHostKey()
    expect((await inspect(app)).problem?.code).toBe('git.host-key-changed')
    await updateApp(app.ctx, { appId: app.appId, repositoryUrl: ssh.url(repository.name) })
    expect((await inspect(app)).status).toBe('DONE')
  })

  test('of a private repository uses the token, which shows up nowhere', async () => {
    const repository = await served(FLASK)
    const closed = await startHttpGitServer(root, { token: TOKEN })
    const right = await appOf(closed.url(repository.name), { gitAuth: { kind: 'token', token: TOKEN } })
    expect((await inspect(right)).status).toBe('DONE')
    closed.settings.token = 'changed'
    const wrong = await inspect(right)
    await closed.close()
    expect(wrong.problem?.code).toBe('git.auth-failed')
    const rows = await at.runtime.db.inspection.findMany({ where: { appId: right.appId } })
    expect(JSON.stringify([wrong, rows, at.logLines])).not.toContain(TOKEN)
  })

  test('of the bundled example needs no server', async () => {
    const source = path.join(root, 'examples/hello')
    await mkdir(source, { recursive: true })
    for (const [name, text] of Object.entries(FLASK)) await writeFile(path.join(source, name), text)
    const app = await appOf('https://git.example.test/x/y')
    await at.runtime.db.app.update({
      where: { id: app.appId },
      data: { repositoryUrl: 'berth-example://hello' },
    })
    expect(await inspect(app)).toMatchObject({ status: 'DONE', defaultBranch: 'main' })
  })
})

describe('what is wrong is said, and the branches are kept where they are known', () => {
  test('a branch that is missing', async () => {
    const repository = await served(FLASK)
    const found = await inspect(await appOf(http.url(repository.name)), 'mian')
    expect(found).toMatchObject({ status: 'FAILED', problem: { code: 'git.branch-missing' }, plan: null })
    expect(found.problem?.fix).toContain('"main"')
    expect(found.branches).toHaveLength(1)
  })

  test('a root directory that is missing', async () => {
    const repository = await served({ 'backend/app.py': '1' })
    const found = await inspect(await appOf(http.url(repository.name), { rootDirectory: 'backnd' }))
    expect(found.problem).toMatchObject({ code: 'git.root-directory-missing' })
    expect(found.problem?.fix).toContain('"backend"')
  })

  test('an empty repository, and one that is not there', async () => {
    const repository = await served()
    expect((await inspect(await appOf(http.url(repository.name)))).problem?.code).toBe('git.empty-repository')
    expect((await inspect(await appOf(http.url('nowhere')))).problem?.code).toBe('git.not-found')
  })

  test('files nobody can build', async () => {
    const repository = await served({ 'notes.xyz': 'hello' })
    const found = await inspect(await appOf(http.url(repository.name)))
    expect(found).toMatchObject({ status: 'FAILED', commitSha: repository.head, plan: null })
    expect(found.problem?.sentence).toMatch(/\.$/)
  })

  test('something unforeseen: a sentence for the user, the cause in the log', async () => {
    const app = await appOf('https://git.example.test/x/y')
    const { id } = await createInspection(app.ctx, { appId: app.appId })
    const broken = { ...git, branches: () => Promise.reject(new Error('a planted cause')) }
    await runInspection({ ...at.system, git: broken }, { inspectionId: id })
    const found = await getInspection(app.ctx, { appId: app.appId, inspectionId: id })
    expect(found).toMatchObject({ status: 'FAILED', problem: { code: 'inspection.failed' } })
    expect(JSON.stringify(found)).not.toContain('planted cause')
    expect(at.logLines.join('')).toContain('planted cause')
  })

  test('that no worker came', async () => {
    const app = await appOf('https://git.example.test/x/y')
    const { id } = await createInspection(app.ctx, { appId: app.appId })
    at.advance(4 * 60_000)
    const found = await getInspection(app.ctx, { appId: app.appId, inspectionId: id })
    expect(found).toMatchObject({ status: 'FAILED', problem: { code: 'inspection.lost' } })
  })
})

describe('who may', () => {
  test('a viewer sees inspections but asks for none; a stranger sees nothing', async () => {
    const app = await appOf('https://git.example.test/x/y')
    const { id } = await createInspection(app.ctx, { appId: app.appId })
    const viewer = at.as((await person(at, { roles: { [app.projectId]: 'VIEWER' } })).actor)
    const stranger = at.as((await person(at)).actor)
    const get = { appId: app.appId, inspectionId: id }
    expect((await getInspection(viewer, get)).id).toBe(id)
    await expect(createInspection(viewer, { appId: app.appId })).rejects.toMatchObject({ code: 'forbidden' })
    await expect(getInspection(stranger, get)).rejects.toMatchObject({ code: 'not-found' })
    await expect(createInspection(stranger, { appId: app.appId })).rejects.toMatchObject({
      code: 'not-found',
    })
  })

  test('an inspection of another app is not found', async () => {
    const [one, other] = [await appOf('https://h.test/a/b'), await appOf('https://h.test/a/b')]
    const { id } = await createInspection(other.ctx, { appId: other.appId })
    await expect(getInspection(one.ctx, { appId: one.appId, inspectionId: id })).rejects.toMatchObject({
      code: 'not-found',
    })
  })

  test('only the worker runs one, and one that is done is left alone', async () => {
    const repository = await served(FLASK)
    const app = await appOf(http.url(repository.name))
    const done = await inspect(app)
    await expect(runInspection({ ...app.ctx, git }, { inspectionId: done.id })).rejects.toMatchObject({
      code: 'forbidden',
    })
    await runInspection({ ...at.system, git }, { inspectionId: done.id })
    await runInspection({ ...at.system, git }, { inspectionId: `isp_${'0'.repeat(20)}` })
    expect(await getInspection(app.ctx, { appId: app.appId, inspectionId: done.id })).toEqual(done)
  })
})
