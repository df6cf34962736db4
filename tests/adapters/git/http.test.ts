import { readdirSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { commitTo, git, makeRepository, makeRoot, removeRoot } from '../../support/git-repository'
import { type HttpGitServer, startHttpGitServer } from '../../support/git-server'
import { adapterIn, anonymous, calm, problemOf, withToken } from './setup'

const TOKEN = 'tok-planted-secret-4711'
let root: string
let open: HttpGitServer
let closed: HttpGitServer

beforeAll(async () => {
  root = makeRoot()
  open = await startHttpGitServer(root)
  closed = await startHttpGitServer(root, { token: TOKEN })
  const shop = await makeRepository({ root, name: 'shop', files: { 'app.py': 'print(1)\n' } })
  await commitTo(shop, { 'app.py': 'print(2)\n' }, 'On a branch', { branch: 'feature/x', from: shop.head })
  await makeRepository({ root, name: 'empty' })
})
afterAll(async () => {
  await open.close()
  await closed.close()
  removeRoot(root)
})

describe('branches', () => {
  it('lists them, with the default one', async () => {
    const { port } = adapterIn(root)
    const listing = await port.branches(anonymous(open.url('shop')), calm())
    expect(listing.defaultBranch).toBe('main')
    expect(listing.branches.map(branch => branch.name)).toEqual(['feature/x', 'main'])
    expect(listing.branches[0]?.sha).toMatch(/^[0-9a-f]{40}$/)
    expect(listing.knownHosts).toBeUndefined()
  })

  it('says that a repository is empty', async () => {
    const { port } = adapterIn(root)
    const problem = await problemOf(port.branches(anonymous(open.url('empty')), calm()))
    expect(problem.code).toBe('git.empty-repository')
    expect(problem.fix).toContain('push')
  })

  it('says that there is no such repository', async () => {
    const { port } = adapterIn(root)
    const problem = await problemOf(port.branches(anonymous(open.url('nowhere')), calm()))
    expect(problem.code).toBe('git.not-found')
    expect(problem.message).toContain('or it is private')
  })

  it.each([
    [401, 'git.auth-failed'],
    [403, 'git.auth-failed'],
    [404, 'git.not-found'],
    [500, 'git.unreachable'],
    [503, 'git.unreachable'],
  ])('reads an answer with status %i', async (status, code) => {
    const server = await startHttpGitServer(root, { status })
    const { port } = adapterIn(root)
    const problem = await problemOf(port.branches(anonymous(server.url('shop')), calm()))
    await server.close()
    expect(problem.code).toBe(code)
  })

  it('says that a host refuses, does not exist or does not answer', async () => {
    const { port } = adapterIn(root)
    const gone = await startHttpGitServer(root)
    await gone.close()
    const refused = await problemOf(port.branches(anonymous(gone.url('shop')), calm()))
    expect(refused).toMatchObject({ code: 'git.unreachable', message: expect.stringContaining('127.0.0.1') })
    const unknown = await problemOf(port.branches(anonymous('https://no-such-host.invalid/a.git'), calm()))
    expect(unknown).toMatchObject({
      code: 'git.unreachable',
      message: expect.stringContaining('no-such-host.invalid'),
    })
  })

  it.each(['ext::sh -c id', 'file:///etc', '--upload-pack=id', '/etc', 'berth-example://../x'])(
    'refuses the address %s',
    async url => {
      const { port } = adapterIn(root)
      expect((await problemOf(port.branches(anonymous(url), calm()))).code).toBe('git.url-invalid')
    },
  )
})

describe('tokens', () => {
  it('are sent, under the name given or a usual one', async () => {
    const { port } = adapterIn(root)
    await port.branches(withToken(closed.url('shop'), TOKEN), calm())
    await port.branches(withToken(closed.url('shop'), TOKEN, 'ada'), calm())
    expect(closed.signIns).toContainEqual({ username: 'oauth2', password: TOKEN })
    expect(closed.signIns).toContainEqual({ username: 'ada', password: TOKEN })
  })

  it('that are wrong or missing are said to be', async () => {
    const { port } = adapterIn(root)
    const wrong = await problemOf(port.branches(withToken(closed.url('shop'), 'wrong-secret'), calm()))
    expect(wrong).toMatchObject({ code: 'git.auth-failed', message: '127.0.0.1 does not accept the token.' })
    expect(JSON.stringify([wrong.message, wrong.fix, wrong.stack])).not.toContain('wrong-secret')
    const missing = await problemOf(port.branches(anonymous(closed.url('shop')), calm()))
    expect(missing).toMatchObject({ code: 'git.auth-failed', message: expect.stringContaining('private') })
  })

  it('with every odd character arrive as they are', async () => {
    const odd = `a'b"c$d\`e;f&g h\\i%j`
    const server = await startHttpGitServer(root, { token: odd })
    const { port } = adapterIn(root)
    await port.branches(withToken(server.url('shop'), odd), calm())
    await server.close()
    expect(server.signIns.at(-1)?.password).toBe(odd)
  })

  it.each(['two\nlines', 'nul\0'])('that cannot be meant are refused: %j', async token => {
    const { port } = adapterIn(root)
    const problem = await problemOf(port.branches(withToken(closed.url('shop'), token), calm()))
    expect(problem).toMatchObject({ code: 'git.auth-failed', fix: expect.stringContaining('once more') })
  })

  it('stay nowhere: not in the mirror, not in the private folder', async () => {
    const { port, settings } = adapterIn(root)
    await port.fetch('app_token', withToken(closed.url('shop'), TOKEN), 'main', calm())
    const found = await git({ path: `${settings.mirrorDir}/app_token.git`, name: '', root, head: '' }, [
      'config',
      '--list',
      '--local',
    ])
    expect(found).not.toContain(TOKEN)
    expect(found).not.toContain('127.0.0.1')
    expect(readdirSync(settings.privateDir)).toEqual([])
  })
})

describe('redirects', () => {
  it('are followed, and remembered', async () => {
    const old = await startHttpGitServer(root, { redirects: { shop: open.url('shop') } })
    const { port } = adapterIn(root)
    const remote = anonymous(old.url('shop'))
    await port.branches(remote, calm())
    const asked = old.requests.length
    const commitFound = await port.fetch('app_moved', remote, 'main', calm())
    expect(commitFound.message).toBe('First commit')
    expect(old.requests.length).toBe(asked)
    await old.close()
  })

  it.each(['127.0.0.1', 'localhost'])('keep the token from another server at %s', async host => {
    const other = await startHttpGitServer(root, { token: TOKEN })
    const elsewhere = other.url('shop').replace('127.0.0.1', host)
    const old = await startHttpGitServer(root, { redirects: { shop: elsewhere } })
    const { port } = adapterIn(root)
    const problem = await problemOf(port.branches(withToken(old.url('shop'), TOKEN), calm()))
    expect(problem.code).toBe('git.auth-failed')
    expect(other.requests.length).toBeGreaterThan(0)
    expect(other.signIns).toEqual([])
    await old.close()
    await other.close()
  })

  it('within a server take the token along', async () => {
    const server = await startHttpGitServer(root, { token: TOKEN })
    server.settings.redirects = { old: server.url('shop') }
    const { port } = adapterIn(root)
    const listing = await port.branches(withToken(server.url('old'), TOKEN), calm())
    expect(listing.defaultBranch).toBe('main')
    await server.close()
  })

  it('in a circle end, as do those to something that is no repository', async () => {
    const circle = await startHttpGitServer(root)
    circle.settings.redirects = { a: circle.url('b'), b: circle.url('a') }
    const file = await startHttpGitServer(root, { redirects: { shop: 'file:///etc' } })
    const { port } = adapterIn(root)
    for (const url of [circle.url('a'), file.url('shop')])
      expect((await problemOf(port.branches(anonymous(url), calm()))).code).toBe('git.unreachable')
    await circle.close()
    await file.close()
  })
})

describe('fetch', () => {
  it('gives the commit of a branch, also with a slash in its name, and of a full SHA', async () => {
    const { port } = adapterIn(root)
    const remote = anonymous(open.url('shop'))
    const found = await port.fetch('app_a', remote, 'feature/x', calm())
    expect(found).toMatchObject({ message: 'On a branch', authorName: 'Ada Author' })
    expect(found.committedAt.getUTCFullYear()).toBe(2025)
    expect(await port.fetch('app_a', remote, found.sha, calm())).toEqual(found)
  })

  it('sees what was pushed since', async () => {
    const busy = await makeRepository({ root, name: 'busy', files: { a: '1' } })
    const { port } = adapterIn(root)
    const remote = anonymous(open.url('busy'))
    await port.fetch('app_busy', remote, 'main', calm())
    const pushed = await commitTo(busy, { a: '2' }, 'Second')
    expect((await port.fetch('app_busy', remote, 'main', calm())).sha).toBe(pushed)
    const forced = await commitTo(busy, { b: '1' }, 'Rewritten', { from: null })
    expect((await port.fetch('app_busy', remote, 'main', calm())).sha).toBe(forced)
    expect((await port.fetch('app_busy', remote, pushed, calm())).sha).toBe(pushed)
  })

  it('needs no network for a commit that is there', async () => {
    const server = await startHttpGitServer(root)
    const { port } = adapterIn(root)
    const remote = anonymous(server.url('shop'))
    const { sha } = await port.fetch('app_off', remote, 'main', calm())
    await server.close()
    expect((await port.fetch('app_off', remote, sha, calm())).sha).toBe(sha)
  })

  it('gets a commit no branch leads to any more', async () => {
    const moved = await makeRepository({ root, name: 'moved', files: { a: '1' } })
    const lost = moved.head
    await commitTo(moved, { b: '1' }, 'Rewritten', { from: null })
    const { port } = adapterIn(root)
    expect((await port.fetch('app_lost', anonymous(open.url('moved')), lost, calm())).sha).toBe(lost)
  })

  it('says that a branch is missing and which are like it', async () => {
    const { port } = adapterIn(root)
    const remote = anonymous(open.url('shop'))
    const problem = await problemOf(port.fetch('app_b', remote, 'mian', calm()))
    expect(problem.code).toBe('git.branch-missing')
    expect(problem.message).toBe('The repository has no branch "mian".')
    expect(problem.fix).toContain('"main"')
  })

  it.each(['HEAD', 'main~1', 'main^{tree}', '--all', '$(id)', 'refs/heads/main', '', 'main:app.py'])(
    'takes %j for a name, not for git syntax',
    async branch => {
      const { port } = adapterIn(root)
      const problem = await problemOf(port.fetch('app_c', anonymous(open.url('shop')), branch, calm()))
      expect(problem.code).toBe('git.branch-missing')
    },
  )

  it('says that a commit is missing, and that the repository is empty', async () => {
    const { port } = adapterIn(root)
    const missing = port.fetch('app_d', anonymous(open.url('shop')), 'f'.repeat(40), calm())
    expect((await problemOf(missing)).code).toBe('git.commit-missing')
    const empty = port.fetch('app_e', anonymous(open.url('empty')), 'main', calm())
    expect((await problemOf(empty)).code).toBe('git.empty-repository')
  })

  it('stops at the size limit and keeps nothing of it', async () => {
    const noise = Buffer.from(Array.from({ length: 3_000_000 }, () => Math.floor(Math.random() * 256)))
    await makeRepository({ root, name: 'large', files: { 'noise.bin': noise } })
    const { port, settings } = adapterIn(root, { maxRepositoryMb: 1 })
    const problem = await problemOf(port.fetch('app_large', anonymous(open.url('large')), 'main', calm()))
    expect(problem.code).toBe('git.too-large')
    expect(problem.message).toContain('1 MB')
    expect(readdirSync(settings.mirrorDir).filter(name => name === 'app_large.git')).toEqual([])
  })

  it('ends at once when cancelled', async () => {
    const silent = await startHttpGitServer(root, { silent: true })
    const { port } = adapterIn(root)
    const abort = new AbortController()
    const fetching = port.fetch('app_slow', anonymous(silent.url('shop')), 'main', abort.signal)
    const waiting = port.fetch('app_slow', anonymous(silent.url('shop')), 'main', abort.signal)
    while (silent.requests.length === 0) await sleep(10)
    abort.abort(new Error('cancelled by Ada'))
    await expect(fetching).rejects.toThrow('cancelled by Ada')
    await expect(waiting).rejects.toThrow('cancelled by Ada')
    await silent.close()
  })
})

describe('private addresses', () => {
  it.each([
    'http://127.0.0.1:1/a.git',
    'http://localhost:1/a.git',
    'http://[::1]:1/a.git',
    'http://2130706433/a.git',
    'https://169.254.169.254/latest/meta-data',
    'https://10.1.2.3/a.git',
    'https://[fd00::1]/a.git',
    'https://[::ffff:127.0.0.1]/a.git',
  ])('are refused unless the operator allows them: %s', async url => {
    const { port } = adapterIn(root, { allowPrivate: false })
    const problem = await problemOf(port.branches(anonymous(url), calm()))
    expect(problem).toMatchObject({
      code: 'git.unreachable',
      fix: expect.stringContaining('BERTH_ALLOW_PRIVATE_REPOSITORIES'),
    })
  })
})
