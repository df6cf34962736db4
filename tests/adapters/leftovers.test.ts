import { mkdir, mkdtemp, readdir, rm, symlink, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { leftoversAdapter } from '@/lib/adapters/leftovers'

let dir: string
beforeAll(async () => {
  dir = await mkdtemp(path.join(tmpdir(), 'berth-leftovers-'))
})
afterAll(() => rm(dir, { recursive: true, force: true }))

const old = new Date(Date.now() - 3 * 60 * 60_000)
const adapter = () =>
  leftoversAdapter([
    { dir, name: /^git-\d+-\w+$/ },
    { dir: path.join(dir, 'nothing'), name: /./ },
  ])

test('what is old and named as temporary is found with its size and removed; nothing else is', async () => {
  await mkdir(path.join(dir, 'git-1-dead'))
  await writeFile(path.join(dir, 'git-1-dead', 'key'), 'secret')
  await mkdir(path.join(dir, 'git-2-live'))
  await writeFile(path.join(dir, 'notes.txt'), 'mine')
  await symlink('/etc', path.join(dir, 'git-3-link'))
  for (const name of ['git-1-dead', 'notes.txt']) await utimes(path.join(dir, name), old, old)
  expect(await adapter().list()).toEqual([{ path: path.join(dir, 'git-1-dead'), sizeBytes: 6 }])
  for (const wrong of ['notes.txt', 'git-1-dead/key', '../git-1-dead', 'git-1-dead/../notes.txt'])
    await expect(adapter().remove(`${dir}/${wrong}`)).rejects.toThrow('not a temporary file')
  await adapter().remove(path.join(dir, 'git-2-live'))
  await adapter().remove(path.join(dir, 'git-1-dead'))
  await adapter().remove(path.join(dir, 'git-1-dead'))
  expect((await readdir(dir)).sort()).toEqual(['git-2-live', 'git-3-link', 'notes.txt'])
})
