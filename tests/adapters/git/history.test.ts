import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { GitPort } from '@/lib/ports/git'
import {
  commitTo,
  makeRepository,
  makeRoot,
  removeRoot,
  type TestRepository,
} from '../../support/git-repository'
import { type HttpGitServer, startHttpGitServer } from '../../support/git-server'
import { adapterIn, anonymous, calm } from './setup'

let root: string
let server: HttpGitServer
let shop: TestRepository
let port: GitPort
beforeAll(async () => {
  root = makeRoot()
  server = await startHttpGitServer(root)
  shop = await makeRepository({ root, name: 'shop', files: { a: '1' } })
  port = adapterIn(root).port
})
afterAll(async () => {
  await server.close()
  removeRoot(root)
})

const GLOBS = ['**/migrations/**']

/** Brings the commits to the mirror. */
async function fetched(...shas: string[]) {
  for (const sha of shas) await port.fetch('shop', anonymous(server.url('shop')), sha, calm())
}
const between = (from: string, to: string, limit = 10) => port.commitsBetween('shop', { from, to, limit })

describe('the commits between two', () => {
  it('are those that came, newest first, with first lines and names as they are', async () => {
    const from = shop.head
    const one = await commitTo(shop, { a: '2' }, 'One\n\nand why')
    const two = await commitTo(shop, { a: '3' }, '<b>Two</b> \u001b[31m $(id) ; rm -rf /')
    await fetched(from, two)
    const { commits, total } = await between(from, two)
    expect(total).toBe(2)
    expect(commits).toMatchObject([
      { sha: two, message: '<b>Two</b> \u001b[31m $(id) ; rm -rf /', authorName: 'Ada Author' },
      { sha: one, message: 'One' },
    ])
    expect(commits[0]?.committedAt.getTime()).toBeGreaterThan(commits[1]?.committedAt.getTime() ?? 0)
    expect(await between(two, from)).toEqual({ commits: [], total: 0 })
    expect(await between(two, two)).toEqual({ commits: [], total: 0 })
  })

  it('are at most as many as asked for, and all are counted', async () => {
    const from = shop.head
    for (let n = 0; n < 12; n += 1) await commitTo(shop, { a: `n${n}` }, `Commit ${n}`)
    await fetched(from, shop.head)
    const { commits, total } = await between(from, shop.head, 5)
    expect(total).toBe(12)
    expect(commits.map(({ message }) => message)).toEqual([11, 10, 9, 8, 7].map(n => `Commit ${n}`))
  })

  it('are there for both sides of a history that was rewritten', async () => {
    const base = shop.head
    const left = await commitTo(shop, { a: 'left' }, 'Left', { branch: 'left', from: base })
    const right = await commitTo(shop, { a: 'right' }, 'Right', { branch: 'right', from: base })
    const alone = await commitTo(shop, { a: 'alone' }, 'Alone', { branch: 'alone', from: null })
    await fetched(left, right, alone)
    expect((await between(left, right)).commits.map(({ sha }) => sha)).toEqual([right])
    expect((await between(right, left)).commits.map(({ sha }) => sha)).toEqual([left])
    expect((await between(right, alone)).commits.map(({ sha }) => sha)).toEqual([alone])
  })

  it('have their texts cut by git, empty ones as well', async () => {
    const from = shop.head
    await commitTo(shop, { a: 'long' }, 'x'.repeat(100_000))
    const empty = await commitTo(shop, { a: 'empty' }, '')
    await fetched(from, empty)
    const [last, first] = (await between(from, empty)).commits
    expect(last).toMatchObject({ sha: empty, message: '' })
    expect(first?.message.length).toBeLessThanOrEqual(300)
  })

  it.each(['main', '--output=/x', '', 'HEAD', 'a'.repeat(39)])('are not looked for at %j', async odd => {
    await expect(between(odd, shop.head)).rejects.toThrow('Not a full commit SHA.')
    await expect(between(shop.head, odd)).rejects.toThrow('Not a full commit SHA.')
    await expect(
      port.changedFiles('shop', { from: odd, to: shop.head, globs: GLOBS, limit: 1 }),
    ).rejects.toThrow('Not a full commit SHA.')
  })

  it('of which one is missing is an error, and the mirror stays', async () => {
    await fetched(shop.head)
    await expect(between('a'.repeat(40), shop.head)).rejects.toThrow()
    await server.close()
    await fetched(shop.head)
    server = await startHttpGitServer(root)
  })
})

describe('the files that changed', () => {
  it('are those that match, in every folder and with odd names', async () => {
    const from = shop.head
    await commitTo(
      shop,
      {
        'migrations/0001.py': '1',
        'shop/orders/migrations/deep/0002.py': '1',
        'shop/migrations/a "quoted"\nname.py': '1',
        'shop/migrations.py': '1',
        a: 'b',
      },
      'Migrate',
    )
    await fetched(from, shop.head)
    const files = (limit: number) => port.changedFiles('shop', { from, to: shop.head, globs: GLOBS, limit })
    expect(await files(10)).toEqual([
      'migrations/0001.py',
      'shop/migrations/a "quoted"\nname.py',
      'shop/orders/migrations/deep/0002.py',
    ])
    expect(await files(1)).toHaveLength(1)
    expect(
      await port.changedFiles('shop', { from: shop.head, to: from, globs: ['nothing/**'], limit: 10 }),
    ).toEqual([])
  })
})
