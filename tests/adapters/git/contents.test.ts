import type { Readable } from 'node:stream'
import { extract } from 'tar-stream'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type FileContent, makeRepository, makeRoot, removeRoot } from '../../support/git-repository'
import { type HttpGitServer, startHttpGitServer } from '../../support/git-server'
import { adapterIn, anonymous, calm, problemOf } from './setup'

let root: string
let server: HttpGitServer
beforeAll(async () => {
  root = makeRoot()
  server = await startHttpGitServer(root)
})
afterAll(async () => {
  await server.close()
  removeRoot(root)
})

const POINTER = `version https://git-lfs.github.com/spec/v1\noid sha256:${'a'.repeat(64)}\nsize 12345\n`
const ODD = [
  'a b',
  "it's",
  'quo"te',
  '$(id)',
  '`id`',
  'new\nline',
  'ünï/cödé',
  '-dash',
  'semi;colon',
  'back\\slash',
]

/** A mirror with these files. */
async function mirrorOf(files: Record<string, FileContent>) {
  const repository = await makeRepository({ root, files })
  const { port } = adapterIn(root)
  const id = repository.name
  const { sha } = await port.fetch(id, anonymous(server.url(repository.name)), 'main', calm())
  return { port, id, sha }
}

interface Packed {
  type: string | null | undefined
  mode: number | undefined
  mtime: number | undefined
  text: string
}

async function unpack(tar: Readable): Promise<Map<string, Packed>> {
  const entries = new Map<string, Packed>()
  for await (const entry of tar.pipe(extract())) {
    const chunks: Buffer[] = []
    for await (const chunk of entry) if (Buffer.isBuffer(chunk)) chunks.push(chunk)
    const { name, type, mode, mtime, linkname } = entry.header
    const text = linkname ?? Buffer.concat(chunks).toString()
    if (type === 'file' || type === 'symlink')
      entries.set(name, { type, mode, mtime: mtime?.getTime(), text })
  }
  return entries
}

describe('tree and read', () => {
  it('list what is there, relative to the root directory', async () => {
    const { port, id, sha } = await mirrorOf({
      'README.md': 'top',
      'services/web/app.py': 'print(1)',
      'services/web/run.sh': { executable: '#!/bin/sh\n' },
      'services/web/link': { symlink: 'app.py' },
      'services/web/vendor': { submodule: 'b'.repeat(40) },
    })
    expect(await port.tree(id, sha, 'services/web')).toEqual([
      { path: 'app.py', kind: 'file', sizeBytes: 8 },
      { path: 'link', kind: 'symlink', sizeBytes: 6 },
      { path: 'run.sh', kind: 'file', sizeBytes: 10 },
      { path: 'vendor', kind: 'submodule', sizeBytes: 0 },
    ])
    expect((await port.tree(id, sha, '')).map(entry => entry.path)).toContain('services/web/app.py')
    const texts = await port.read(id, sha, 'services/web', ['app.py', 'link', 'vendor', '../../README.md'])
    expect([...texts]).toEqual([['app.py', 'print(1)']])
  })

  it('leave out what is missing, binary or large', async () => {
    const { port, id, sha } = await mirrorOf({
      'text.txt': 'hello',
      'empty.txt': '',
      'binary.bin': Buffer.from([1, 0, 2]),
      'large.txt': 'x'.repeat(256 * 1024 + 1),
      'limit.txt': 'x'.repeat(256 * 1024),
    })
    const wanted = ['text.txt', 'empty.txt', 'binary.bin', 'large.txt', 'limit.txt', 'missing.txt']
    const texts = await port.read(id, sha, '', wanted)
    expect([...texts.keys()].sort()).toEqual(['empty.txt', 'limit.txt', 'text.txt'])
  })

  it('take names with every odd character', async () => {
    const { port, id, sha } = await mirrorOf(Object.fromEntries(ODD.map(name => [name, name])))
    expect((await port.tree(id, sha, '')).map(entry => entry.path).sort()).toEqual([...ODD].sort())
    const texts = await port.read(id, sha, '', ODD)
    expect(new Map([...texts])).toEqual(new Map(ODD.map(name => [name, name])))
    const { tar } = await port.archive(id, sha, '', calm())
    expect([...(await unpack(tar)).keys()].sort()).toEqual([...ODD].sort())
  })

  it.each(['missing', '..', '../..', '/etc', 'app.py', '-x', 'a//b', './web', 'web\0', '$(id)', '{tree}'])(
    'say that the root directory %j is none',
    async rootDirectory => {
      const { port, id, sha } = await mirrorOf({ 'web/a': '1', 'app.py': '1' })
      const problem = await problemOf(port.tree(id, sha, rootDirectory))
      expect(problem.code).toBe('git.root-directory-missing')
      expect(problem.fix).toContain('"web"')
    },
  )
})

describe('archive', () => {
  it('has the files of the root directory, with modes and the time of the commit', async () => {
    const { port, id, sha } = await mirrorOf({
      'top.txt': 'not this',
      'web/app.py': 'print(1)',
      'web/run.sh': { executable: '#!/bin/sh\n' },
      'web/inner/link': { symlink: '../app.py' },
    })
    const commit = await port.fetch(id, anonymous('https://nowhere.invalid/x'), sha, calm())
    const { tar, warnings } = await port.archive(id, sha, 'web', calm())
    const mtime = commit.committedAt.getTime()
    expect(await unpack(tar)).toEqual(
      new Map([
        ['app.py', { type: 'file', mode: 0o644, mtime, text: 'print(1)' }],
        ['inner/link', { type: 'symlink', mode: 0o777, mtime, text: '../app.py' }],
        ['run.sh', { type: 'file', mode: 0o755, mtime, text: '#!/bin/sh\n' }],
      ]),
    )
    expect(warnings).toEqual([])
  })

  it('is what is committed, whatever .gitattributes asks of release archives', async () => {
    const { port, id, sha } = await mirrorOf({
      '.gitattributes': 'tests export-ignore\nversion.txt export-subst\n',
      'tests/a': '1',
      'version.txt': '$Format:%H$',
    })
    const { tar } = await port.archive(id, sha, '', calm())
    const entries = await unpack(tar)
    expect(entries.get('tests/a')?.text).toBe('1')
    expect(entries.get('version.txt')?.text).toBe('$Format:%H$')
  })

  it('drops links that leave the root directory, and says so', async () => {
    const { port, id, sha } = await mirrorOf({
      'secret.txt': 'outside of web',
      'web/app.py': '1',
      'web/absolute': { symlink: '/etc/passwd' },
      'web/above': { symlink: '../secret.txt' },
      'web/deep/up': { symlink: '..' },
      'web/by-detour': { symlink: 'deep/up/../secret.txt' },
      'web/loop': { symlink: 'loop' },
      'web/fine': { symlink: 'deep/up/app.py' },
      'web/odd\nname': { symlink: '/etc/shadow' },
    })
    const { tar, warnings } = await port.archive(id, sha, 'web', calm())
    expect([...(await unpack(tar)).keys()].sort()).toEqual(['app.py', 'deep/up', 'fine'])
    expect(warnings).toHaveLength(1)
    for (const name of ['absolute', 'above', 'by-detour', 'loop', 'odd?name'])
      expect(warnings[0]).toContain(name)
  })

  it('says what is said of submodules and LFS pointers', async () => {
    const { port, id, sha } = await mirrorOf({
      '.gitattributes': '*.bin filter=lfs diff=lfs merge=lfs -text\n',
      'web/model.bin': POINTER,
      'web/small.txt': 'not a pointer',
      'web/library': { submodule: 'c'.repeat(40) },
    })
    const { tar, warnings } = await port.archive(id, sha, 'web', calm())
    tar.resume()
    expect(warnings).toEqual([
      expect.stringMatching(/^Submodules are not fetched.*: library\./),
      expect.stringMatching(/^Git LFS files are not fetched.*: model\.bin\./),
    ])
  })

  it('ends early when its reader leaves, and fails when aborted', async () => {
    const noise = 'x'.repeat(8_000_000)
    const { port, id, sha } = await mirrorOf({ 'large.txt': noise })
    const first = await port.archive(id, sha, '', calm())
    first.tar.destroy()
    const abort = new AbortController()
    const second = await port.archive(id, sha, '', abort.signal)
    abort.abort(new Error('cancelled'))
    await expect(second.tar.toArray()).rejects.toThrow('git was stopped')
  })
})
