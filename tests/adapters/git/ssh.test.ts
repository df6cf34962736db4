import { readdirSync } from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { run } from '@/lib/adapters/process/run'
import { generateDeployKey } from '@/lib/operations/apps/deploy-key'
import {
  commitTo,
  makeRepository,
  makeRoot,
  removeRoot,
  type TestRepository,
} from '../../support/git-repository'
import { type SshGitServer, startSshGitServer } from '../../support/git-server'
import { adapterIn, anonymous, calm, problemOf, withKey, withToken } from './setup'

let root: string
let server: SshGitServer
let shop: TestRepository
const key = generateDeployKey('berth test key; $(id)')

beforeAll(async () => {
  root = makeRoot()
  server = await startSshGitServer(root)
  server.authorize(key.publicKey)
  shop = await makeRepository({ root, name: 'shop', files: { 'app.py': 'print(1)\n' } })
})
afterAll(async () => {
  await server.close()
  removeRoot(root)
})

describe('deploy keys', () => {
  it('are read by OpenSSH, and the comment is one word', async () => {
    const file = path.join(root, 'key')
    await run('tee', [file], { input: key.privateKey })
    await run('chmod', ['600', file])
    const shown = await run('ssh-keygen', ['-y', '-f', file])
    expect(shown.stdout.toString().trim()).toBe(key.publicKey)
    expect(key.publicKey).toMatch(/^ssh-ed25519 \S+ berth-test-key-id-$/)
  })

  it('differ each time', () => {
    expect(generateDeployKey('a').privateKey).not.toBe(generateDeployKey('a').privateKey)
  })
})

describe('ssh remotes', () => {
  it('are listed and fetched with the key; the host key is learned', async () => {
    const { port, settings } = adapterIn(root)
    const listing = await port.branches(withKey(server.url('shop'), key.privateKey), calm())
    expect(listing.branches).toEqual([{ name: 'main', sha: shop.head }])
    expect(listing.knownHosts).toMatch(
      new RegExp(`^\\[127\\.0\\.0\\.1\\]:${server.port} ssh-ed25519 \\S+\n$`),
    )
    const remote = withKey(server.url('shop'), key.privateKey, listing.knownHosts)
    expect((await port.fetch('app_ssh', remote, 'main', calm())).sha).toBe(shop.head)
    expect(readdirSync(settings.privateDir)).toEqual([])
  })

  it('see what was pushed since', async () => {
    const { port } = adapterIn(root)
    const remote = withKey(server.url('shop'), key.privateKey)
    const pushed = await commitTo(shop, { 'app.py': 'print(2)\n' }, 'Second')
    expect((await port.fetch('app_ssh', remote, 'main', calm())).sha).toBe(pushed)
  })

  it('with a key the host does not know are refused in words', async () => {
    const { port } = adapterIn(root)
    const stranger = generateDeployKey('stranger')
    const problem = await problemOf(port.branches(withKey(server.url('shop'), stranger.privateKey), calm()))
    expect(problem).toMatchObject({
      code: 'git.auth-failed',
      message: '127.0.0.1 does not accept the deploy key.',
    })
    expect(JSON.stringify([problem.message, problem.stack])).not.toContain('PRIVATE KEY')
  })

  it('need a deploy key', async () => {
    const { port } = adapterIn(root)
    for (const remote of [anonymous(server.url('shop')), withToken(server.url('shop'), 'x')])
      expect((await problemOf(port.branches(remote, calm()))).code).toBe('git.auth-failed')
  })

  it('that show another host key are refused', async () => {
    const { port } = adapterIn(root)
    const { knownHosts } = await port.branches(withKey(server.url('shop'), key.privateKey), calm())
    await server.changeHostKey()
    const remote = withKey(server.url('shop'), key.privateKey, knownHosts)
    const problem = await problemOf(port.branches(remote, calm()))
    expect(problem.code).toBe('git.host-key-changed')
    const fetched = await problemOf(port.fetch('app_ssh', remote, 'main', calm()))
    expect(fetched.code).toBe('git.host-key-changed')
  })

  it('that are not there are not found', async () => {
    const { port } = adapterIn(root)
    const problem = await problemOf(port.branches(withKey(server.url('nowhere'), key.privateKey), calm()))
    expect(problem.code).toBe('git.not-found')
  })
})
