import { existsSync, readdirSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { run } from '@/lib/adapters/process/run'
import {
  commitTo,
  git,
  makeRepository,
  makeRoot,
  removeRoot,
  type TestRepository,
} from '../../support/git-repository'
import { type HttpGitServer, startHttpGitServer } from '../../support/git-server'
import { adapterIn, anonymous, calm, problemOf } from './setup'

let root: string
let server: HttpGitServer
let shop: TestRepository
beforeAll(async () => {
  root = makeRoot()
  server = await startHttpGitServer(root)
  const files = Object.fromEntries(Array.from({ length: 150 }, (_, index) => [`file-${index}`, `${index}`]))
  shop = await makeRepository({ root, name: 'shop', files })
})
afterAll(async () => {
  await server.close()
  removeRoot(root)
})

const remote = () => anonymous(server.url('shop'))
const mirror = (id: string) => path.join(root, 'mirrors', `${id}.git`)
const eachPack = (id: string, change: (file: string) => void) => {
  for (const file of packs(id)) change(file)
}
const packs = (id: string) =>
  readdirSync(path.join(mirror(id), 'objects/pack')).map(name => path.join(mirror(id), 'objects/pack', name))

describe('a damaged mirror', () => {
  it.each([
    ['has no HEAD', (id: string) => rmSync(path.join(mirror(id), 'HEAD'))],
    ['lost its packs', (id: string) => eachPack(id, rmSync)],
    ['has a cut pack', (id: string) => eachPack(id, file => truncateSync(file, 100))],
    ['has a broken configuration', (id: string) => writeFileSync(path.join(mirror(id), 'config'), '[core')],
    ['has a broken ref', (id: string) => writeFileSync(path.join(mirror(id), 'refs/heads/main'), 'zzz\n')],
  ])('that %s is made anew', async (_, damage) => {
    const { port } = adapterIn(root)
    const id = `damaged_${Math.random().toString(36).slice(2)}`
    await port.fetch(id, remote(), 'main', calm())
    damage(id)
    const found = await port.fetch(id, remote(), 'main', calm())
    expect(found.sha).toBe(shop.head)
    expect(await port.tree(id, found.sha, '')).toHaveLength(150)
  })

  it('is removed when a read finds it, so that the next try mends it', async () => {
    const { port } = adapterIn(root)
    await port.fetch('read_damaged', remote(), 'main', calm())
    for (const file of packs('read_damaged')) truncateSync(file, 100)
    await expect(port.tree('read_damaged', shop.head, '')).rejects.toThrow()
    await port.fetch('read_damaged', remote(), shop.head, calm())
    expect(await port.tree('read_damaged', shop.head, '')).toHaveLength(150)
  })

  it('never reaches a repository around it', async () => {
    const outer = path.join(root, 'outer')
    await run('git', ['init', '--quiet', outer])
    const { port, settings } = adapterIn(root, { mirrorDir: path.join(outer, 'mirrors') })
    await port.fetch('inside', remote(), 'main', calm())
    rmSync(path.join(settings.mirrorDir, 'inside.git', 'HEAD'))
    await port.fetch('inside', remote(), 'main', calm())
    expect(existsSync(path.join(outer, '.git/refs/heads/main'))).toBe(false)
  })
})

describe('a mirror', () => {
  it.each(['refs/heads/main.lock', 'packed-refs.lock', 'objects/pack/tmp_pack_abc123'])(
    'whose fetch was killed goes on, and what it left is removed: %s',
    async left => {
      const { port } = adapterIn(root)
      await port.fetch('killed', remote(), 'main', calm())
      await git(shop, ['branch', '--force', 'gone', 'main'])
      await port.fetch('killed', remote(), 'gone', calm())
      await git(shop, ['branch', '-D', 'gone'])
      await writeFile(path.join(mirror('killed'), left), 'half')
      const pushed = await commitTo(shop, { 'file-0': left }, 'Change')
      expect((await port.fetch('killed', remote(), 'main', calm())).sha).toBe(pushed)
      expect(existsSync(path.join(mirror('killed'), left))).toBe(false)
    },
  )

  it('is fetched by many at once, also by other processes', async () => {
    const adapters = [adapterIn(root), adapterIn(root), adapterIn(root)]
    const found = await Promise.all(
      [...adapters, ...adapters].map(({ port }) => port.fetch('shared', remote(), 'main', calm())),
    )
    expect(new Set(found.map(commit => commit.sha))).toEqual(new Set([shop.head]))
  })

  it('follows a branch that becomes a folder of branches', async () => {
    const { port } = adapterIn(root)
    await commitTo(shop, { x: '1' }, 'x', { branch: 'topic' })
    await port.fetch('folder', remote(), 'topic', calm())
    await git(shop, ['update-ref', '-d', 'refs/heads/topic'])
    const below = await commitTo(shop, { x: '2' }, 'x', { branch: 'topic/one' })
    expect((await port.fetch('folder', remote(), 'topic/one', calm())).sha).toBe(below)
  })

  it('is removed with everything of it; a missing one is fine', async () => {
    const { port, settings } = adapterIn(root)
    await port.fetch('removed', remote(), 'main', calm())
    await port.removeMirror('removed')
    await port.removeMirror('removed')
    expect(readdirSync(settings.mirrorDir).filter(name => name.startsWith('removed'))).toEqual([])
  })

  it.each(['../x', 'a/b', '', '-x', 'a b', '.git'])('is not named %j', async id => {
    const { port } = adapterIn(root)
    await expect(port.removeMirror(id)).rejects.toThrow('Not the name of a mirror')
  })
})

describe('the private folder', () => {
  it('is cleared of what killed processes left, keys among it', async () => {
    const privateDir = path.join(root, 'left')
    await mkdir(path.join(privateDir, 'git-999999999-abc'), { recursive: true })
    await writeFile(path.join(privateDir, 'git-999999999-abc', 'key'), 'old key')
    const { port } = adapterIn(root, { privateDir })
    await port.branches(remote(), calm())
    expect(readdirSync(privateDir)).toEqual([])
  })
})

describe('a bundled example', () => {
  const source = { 'app.py': 'print(1)\n', '.dockerignore': 'x\n', 'pkg/mod.py': '' }
  const example = anonymous('berth-example://hello')

  it('becomes a repository at its first use; pushing to it works', async () => {
    const { port, settings } = adapterIn(root, { allowPrivate: false })
    for (const [name, text] of Object.entries(source)) {
      const file = path.join(settings.examplesDir, 'hello', name)
      await mkdir(path.dirname(file), { recursive: true })
      await writeFile(file, text)
    }
    const listings = await Promise.all([1, 2, 3].map(() => port.branches(example, calm())))
    expect(new Set(listings.map(listing => listing.branches[0]?.sha)).size).toBe(1)
    expect(listings[0]?.defaultBranch).toBe('main')
    const { sha } = await port.fetch('example', example, 'main', calm())
    expect((await port.tree('example', sha, '')).map(entry => entry.path)).toEqual(Object.keys(source).sort())
    expect(readdirSync(settings.exampleDir)).toEqual(['hello.git'])
    const repository = { path: path.join(settings.exampleDir, 'hello.git'), name: 'hello', root, head: '' }
    const pushed = await commitTo(repository, { 'app.py': 'print(2)\n' }, 'Change')
    expect((await port.fetch('example', example, 'main', calm())).sha).toBe(pushed)
  })

  it('that does not exist is not found', async () => {
    const { port } = adapterIn(root)
    const problem = await problemOf(port.branches(anonymous('berth-example://nothing'), calm()))
    expect(problem.code).toBe('git.not-found')
  })
})

it('is listed with its size until it is removed, also by its lock alone', async () => {
  const own = path.join(root, 'listed')
  const { port } = adapterIn(root, { mirrorDir: own })
  expect(await port.mirrors()).toEqual([])
  await port.fetch('app_listed', remote(), 'main', calm())
  await writeFile(path.join(own, 'app_alone.lock'), '')
  await writeFile(path.join(own, 'notes.txt'), 'mine')
  const found = await port.mirrors()
  expect(found.map(({ mirrorId }) => mirrorId).sort()).toEqual(['app_alone', 'app_listed'])
  expect(found.find(({ mirrorId }) => mirrorId === 'app_listed')?.sizeBytes).toBeGreaterThan(1000)
  for (const { mirrorId } of found) await port.removeMirror(mirrorId)
  expect(readdirSync(own)).toEqual(['notes.txt'])
})
