import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { run } from '@/lib/adapters/process/run'
import type { InputOf } from '@/lib/api/contract'
import { dockerfile, webApp } from '../../support/apps'
import { type Bystander, startBystander } from '../../support/bystander'
import { createApp, deploy, hostOf } from '../../support/deploying'
import { createRepository, type ServedRepository } from '../../support/git-server'
import { inspect } from '../../support/looking'
import { freePort, type Panel, startPanel, visit } from '../../support/panel'

/** Above the large repository, below what it grows to. */
const LIMIT_MB = 215
const LARGE_BYTES = 200 * 1024 * 1024

let panel: Panel
let bystander: Bystander
beforeAll(async () => {
  panel = await startPanel({ BERTH_MAX_REPOSITORY_MB: String(LIMIT_MB) })
  bystander = await startBystander(panel)
})
afterAll(async () => {
  await bystander?.stop()
  await panel?.stop()
})

interface Place {
  repository: ServedRepository
  /** Changes the app's source settings. */
  source(settings: Omit<InputOf<'apps.update'>, 'appId'>): Promise<unknown>
  /** Chooses a branch for production. */
  branch(name: string): Promise<unknown>
}

interface Trouble {
  title: string
  /** The server wants this token, and the app has it. */
  token?: string
  harm(place: Place): unknown
  mend(place: Place): unknown
  code: string
  sentence: RegExp
  fix: RegExp
}

const TROUBLES: Trouble[] = [
  {
    title: 'a port where nothing listens',
    harm: async ({ source }) => source({ repositoryUrl: `http://127.0.0.1:${await freePort()}/shop.git` }),
    mend: ({ source, repository }) => source({ repositoryUrl: repository.url }),
    code: 'git.unreachable',
    sentence: /127\.0\.0\.1 (refuses the connection|cannot be reached)/,
    fix: /address.*git host is up/,
  },
  {
    title: 'a host that does not exist',
    harm: ({ source }) => source({ repositoryUrl: 'https://git.nowhere.invalid/shop.git' }),
    mend: ({ source, repository }) => source({ repositoryUrl: repository.url }),
    code: 'git.unreachable',
    sentence: /git\.nowhere\.invalid is not known|cannot be reached/,
    fix: /Check the address/,
  },
  {
    title: 'a server that fails',
    harm: ({ repository }) => Object.assign(repository.server.settings, { status: 503 }),
    mend: ({ repository }) => Object.assign(repository.server.settings, { status: undefined }),
    code: 'git.unreachable',
    sentence: /127\.0\.0\.1 answered with error 503/,
    fix: /try again/,
  },
  {
    title: 'a server that takes connections and says nothing',
    harm: ({ repository }) => Object.assign(repository.server.settings, { silent: true }),
    mend: ({ repository }) => Object.assign(repository.server.settings, { silent: false }),
    code: 'git.(unreachable|timeout)',
    sentence: /127\.0\.0\.1 (cannot be reached|did not finish)/,
    fix: /git host is up/,
  },
  {
    title: 'a token that was revoked',
    token: 'good-token',
    harm: ({ repository }) => Object.assign(repository.server.settings, { token: 'another-token' }),
    mend: ({ source }) => source({ gitAuth: { kind: 'token', token: 'another-token' } }),
    code: 'git.auth-failed',
    sentence: /127\.0\.0\.1 does not accept the token/,
    fix: /token is not expired.*save it again/,
  },
  {
    title: 'a repository that became private',
    harm: ({ repository }) => Object.assign(repository.server.settings, { token: 'needed' }),
    mend: ({ source }) => source({ gitAuth: { kind: 'token', token: 'needed' } }),
    code: 'git.auth-failed',
    sentence: /asks for a sign-in/,
    fix: /"Token" or "Deploy key"|Add a token/,
  },
  {
    title: 'a repository that was deleted',
    harm: ({ repository }) => Object.assign(repository.server.settings, { status: 404 }),
    mend: ({ repository }) => Object.assign(repository.server.settings, { status: undefined }),
    code: 'git.not-found',
    sentence: /no such repository/,
    fix: /Check the address/,
  },
  {
    title: 'a web page instead of a repository',
    harm: ({ repository }) => Object.assign(repository.server.settings, { status: 200 }),
    mend: ({ repository }) => Object.assign(repository.server.settings, { status: undefined }),
    code: 'git.not-found',
    sentence: /not with a git repository/,
    fix: /Check the address/,
  },
  {
    title: 'a branch that is not there',
    harm: ({ branch }) => branch('mian'),
    mend: ({ branch }) => branch('main'),
    code: 'git.branch-missing',
    sentence: /no branch "mian"/,
    fix: /"main".*or push "mian"/,
  },
  {
    title: 'a repository whose only branch was deleted',
    harm: ({ repository }) => git(repository, ['update-ref', '-d', 'refs/heads/main']),
    mend: ({ repository }) => repository.commit(webApp({ version: 'mended' }), 'Start over', { from: null }),
    code: 'git.empty-repository',
    sentence: /empty/,
    fix: /Commit something and push it/,
  },
]

async function git(repository: ServedRepository, argv: string[]) {
  const { exitCode, stderr } = await run('git', [`--git-dir=${repository.path}`, ...argv])
  if (exitCode !== 0) throw new Error(stderr)
}

describe.concurrent('a repository goes bad', () => {
  test.each(TROUBLES)('$title', async ({ token, harm, mend, ...told }) => {
    const repository = await createRepository({
      files: webApp({ version: 'good' }),
      ...(token ? { token } : {}),
    })
    try {
      const { app, production } = await createApp(panel, { repositoryUrl: repository.url })
      const place: Place = {
        repository,
        source: settings => panel.call('apps.update', { appId: app.id, ...settings }),
        branch: name => panel.call('app-environments.update', { appEnvironmentId: production, branch: name }),
      }
      if (token) await place.source({ gitAuth: { kind: 'token', token } })
      await deploy(panel, production)
      const host = await hostOf(panel, production)

      await harm(place)
      const { branch } = await panel.call('app-environments.get', { appEnvironmentId: production })
      const [inspection, deployment] = await Promise.all([
        inspect(panel, app.id, branch ?? undefined),
        deploy(panel, production, ['FAILED']),
      ])
      for (const problem of [inspection.problem, deployment.failure]) {
        expect(problem?.code).toMatch(new RegExp(`^${told.code}$`))
        expect(problem?.sentence).toMatch(told.sentence)
        expect(problem?.fix).toMatch(told.fix)
      }
      expect(deployment.failure?.previousServing).toBe(true)
      expect((await visit(panel, host)).body).toBe('good')

      await mend(place)
      await repository.commit(webApp({ version: 'mended' }), 'Mend it')
      await deploy(panel, production)
      expect((await visit(panel, host)).body).toBe('mended')
    } finally {
      await repository.close()
    }
  })

  test('200 MB are deployed; above the limit it says so, and what was there serves on', async () => {
    const repository = await createRepository({ files: { 'README.md': 'Large\n' } })
    try {
      // Random bytes do not get smaller; trying takes long.
      await git(repository, ['config', 'core.compression', '0'])
      const content = [
        'COPY . .',
        `RUN test $(stat -c %s large.bin) = ${LARGE_BYTES}`,
        'CMD ["node", "server.js"]',
      ]
      await repository.commit({
        ...webApp({ version: 'large' }),
        ...dockerfile(content),
        'large.bin': randomBytes(LARGE_BYTES),
      })
      const { app, production } = await createApp(panel, { repositoryUrl: repository.url })
      await deploy(panel, production)
      const host = await hostOf(panel, production)
      expect((await visit(panel, host)).body).toBe('large')

      await repository.commit({ 'more.bin': randomBytes(20 * 1024 * 1024) })
      const { failure } = await deploy(panel, production, ['FAILED'])
      const { problem } = await inspect(panel, app.id)
      for (const told of [failure, problem]) {
        expect(told?.code).toBe('git.too-large')
        expect(told?.sentence).toMatch(new RegExp(`larger than the ${LIMIT_MB} MB`))
        expect(told?.fix).toMatch(/BERTH_MAX_REPOSITORY_MB/)
      }
      expect((await visit(panel, host)).body).toBe('large')
    } finally {
      await repository.close()
    }
  })

  test('an empty repository can be chosen, and deployed once something is pushed', async () => {
    const repository = await createRepository()
    try {
      const { app, production } = await createApp(panel, { repositoryUrl: repository.url })
      expect((await inspect(panel, app.id)).problem?.code).toBe('git.empty-repository')
      const { failure } = await deploy(panel, production, ['FAILED'])
      expect(failure).toMatchObject({ code: 'git.empty-repository', previousServing: false })
      await repository.commit(webApp({ version: 'filled' }), 'Begin')
      expect(await inspect(panel, app.id)).toMatchObject({ status: 'DONE', branch: 'main' })
      await deploy(panel, production)
      expect((await visit(panel, await hostOf(panel, production))).body).toBe('filled')
    } finally {
      await repository.close()
    }
  })

  test.each([
    ['ext::id', /remote helper/],
    ['file:///etc', /file:\/\/ are not supported/],
    ['/etc/passwd', /./],
    ['--upload-pack=id', /dash/],
    ['https://user:hunter2@git.example.com/shop.git', /user name or a password/],
    ['https://git.example.com/shop.git\u0000', /NUL/],
  ])('the address %j is refused at once', async (repositoryUrl, says) => {
    const project = await panel.call('projects.create', { name: 'Refused' })
    const error = await panel.refusal('apps.create', { projectId: project.id, name: 'x', repositoryUrl })
    expect(error.status).toBe(400)
    expect(error.message).toMatch(says)
    expect(`${error.message} ${error.fix}`).not.toContain('hunter2')
    expect((await panel.call('projects.get', { project: project.id })).apps).toEqual([])
  })
})

test('meanwhile the other app answered every time', () => {
  const { failures, answers } = bystander.seen()
  expect(failures).toEqual([])
  expect(answers).toBeGreaterThan(20)
})
