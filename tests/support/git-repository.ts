import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { run } from '@/lib/adapters/process/run'

/** What a file becomes: text, bytes, something other than a plain file, or nothing (null removes it). */
export type FileContent =
  | string
  | Buffer
  | { executable: string }
  | { symlink: string }
  | { submodule: string }
  | null

export interface TestRepository {
  /** A bare repository; also an address git takes. */
  path: string
  name: string
  root: string
  /** Newest commit of the first branch. */
  head: string
}

/** Repositories made for a test live below this folder, which the test removes with `removeRoot`. */
export const makeRoot = () => mkdtempSync(path.join(os.tmpdir(), 'berth-git-'))
export const removeRoot = (root: string) => rmSync(root, { recursive: true, force: true })

/** A bare repository with one commit; without `files` it is empty. */
export async function makeRepository({
  root,
  name = `repo-${Math.random().toString(36).slice(2, 10)}`,
  files,
  branch = 'main',
  message = 'First commit',
}: {
  root: string
  name?: string
  files?: Record<string, FileContent>
  branch?: string
  message?: string
}): Promise<TestRepository> {
  const repository = { path: path.join(root, `${name}.git`), name, root, head: '' }
  mkdirSync(repository.path, { recursive: true })
  await git(repository, ['init', '--quiet', '--bare', `--initial-branch=${branch}`, repository.path])
  await git(repository, ['config', 'uploadpack.allowAnySHA1InWant', 'true'])
  if (files) repository.head = await commitTo(repository, files, message, { branch })
  return repository
}

export interface CommitOptions {
  branch?: string
  /** Starts a new branch there; null: with no history. */
  from?: string | null
  /** Name of the author. */
  author?: string
}

/** Adds a commit to a branch and returns its SHA. Files that are not named stay. */
export async function commitTo(
  repository: TestRepository,
  files: Record<string, FileContent>,
  message: string,
  { branch = 'main', from, author = 'Ada Author' }: CommitOptions = {},
): Promise<string> {
  const ref = `refs/heads/${branch}`
  const parent = from === undefined ? await revision(repository, ref) : from
  const parts: (string | Buffer)[] = [
    `commit ${ref}\nauthor ${author} <ada@example.test> ${clock()} +0000\n`,
    `committer Ada Author <ada@example.test> ${clock()} +0000\n`,
    data(message),
    ...(parent ? [`from ${parent}\n`] : []),
    ...Object.entries(files).flatMap(([name, content]) => change(name, content)),
    '\n',
  ]
  await git(
    repository,
    ['fast-import', '--quiet', '--force', '--date-format=raw-permissive'],
    Buffer.concat(parts.map(part => Buffer.from(part))),
  )
  const sha = await revision(repository, ref)
  if (!sha) throw new Error('fast-import made no commit')
  if (branch === 'main' || repository.head === '') repository.head = sha
  return sha
}

export async function deleteBranch(repository: TestRepository, branch: string): Promise<void> {
  await git(repository, ['update-ref', '-d', `refs/heads/${branch}`])
}

/** Runs git on the repository; throws with its words when it fails. */
export async function git(repository: TestRepository, argv: string[], input?: Buffer): Promise<string> {
  const result = await run('git', [`--git-dir=${repository.path}`, ...argv], {
    env: { GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_NOSYSTEM: '1' },
    ...(input ? { input } : {}),
  })
  if (result.exitCode !== 0) throw new Error(`git ${argv[0]}: ${result.stderr}`)
  return result.stdout.toString('utf8').trim()
}

async function revision(repository: TestRepository, ref: string): Promise<string | null> {
  return git(repository, ['rev-parse', '--verify', '--quiet', ref]).catch(() => null)
}

/** Seconds; each commit is later than the one before. */
let seconds = 1_750_000_000
const clock = () => ++seconds

const data = (content: string | Buffer) => {
  const bytes = Buffer.from(content)
  return Buffer.concat([Buffer.from(`data ${bytes.length}\n`), bytes, Buffer.from('\n')])
}

function change(name: string, content: FileContent): (string | Buffer)[] {
  const quoted = `"${name.replace(/[\\"]/g, '\\$&').replaceAll('\n', '\\n')}"`
  if (content === null) return [`D ${quoted}\n`]
  if (typeof content === 'string' || Buffer.isBuffer(content))
    return [`M 100644 inline ${quoted}\n`, data(content)]
  if ('executable' in content) return [`M 100755 inline ${quoted}\n`, data(content.executable)]
  if ('symlink' in content) return [`M 120000 inline ${quoted}\n`, data(content.symlink)]
  return [`M 160000 ${content.submodule} ${quoted}\n`]
}
