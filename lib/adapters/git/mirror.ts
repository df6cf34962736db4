import { access, mkdir, readdir, stat, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { saysDamaged, saysLocked } from '@/lib/core/git/classify'
import { nearestNames } from '@/lib/core/git/nearest'
import { GitProblem } from '@/lib/core/git/problem'
import type { GitCommit, GitRemote } from '@/lib/ports/git'
import { run } from '../process/run'
import { findCommit, listBranches } from './objects'
import { type GitAdapterOptions, hygienicEnvironment, type MirrorPaths } from './options'
import { type RemoteResult, runRemote } from './remote-command'

const FETCH_TIMEOUT_MS = 5 * 60_000
const SIZE_POLL_MS = 1000
const MB = 1024 * 1024
const SHA = /^[0-9a-f]{40}$/

/** One app's mirror during one fetch. The caller holds its turn (`KeyedMutex`). */
export interface MirrorFetch {
  options: GitAdapterOptions
  mirror: MirrorPaths
  remote: GitRemote
  signal: AbortSignal
}

/** Brings the mirror up to date and returns the commit. A commit that is there already needs no network. */
export async function fetchCommit(fetch: MirrorFetch, ref: string): Promise<GitCommit> {
  const { mirror } = fetch
  if (!SHA.test(ref)) {
    await fetchBranches(fetch)
    return (await findCommit(mirror.dir, `refs/heads/${ref}`)) ?? rebuiltBranch(fetch, ref)
  }
  await ensureMirror(fetch)
  const known = await findCommit(mirror.dir, ref)
  if (known) return known
  await fetchBranches(fetch)
  return (await findCommit(mirror.dir, ref)) ?? fetchUnlisted(fetch, ref)
}

/** A branch git lists but cannot read: the mirror is damaged. One it does not list: the user's mistake. */
async function rebuiltBranch(fetch: MirrorFetch, branch: string): Promise<GitCommit> {
  const names = await listBranches(fetch.mirror.dir)
  if (!names.includes(branch)) throw missingBranch(branch, names)
  await rebuild(fetch)
  const commit = await findCommit(fetch.mirror.dir, `refs/heads/${branch}`)
  if (!commit) throw missingBranch(branch, await listBranches(fetch.mirror.dir))
  return commit
}

function missingBranch(branch: string, names: string[]): GitProblem {
  if (names.length === 0) return emptyRepository()
  const near = nearestNames(branch, names)
  const shown = near.length > 0 ? near : names.slice(0, 3)
  return new GitProblem(
    'git.branch-missing',
    `The repository has no branch "${branch}".`,
    `Choose another branch in the settings, for example ${shown.map(name => `"${name}"`).join(' or ')}, or push "${branch}".`,
  )
}

export const emptyRepository = () =>
  new GitProblem(
    'git.empty-repository',
    'The repository is empty: it has no branch yet.',
    'Commit something and push it, then try again.',
  )

/** A commit no branch leads to, for example one that was pushed over since. Hosts differ in whether they still give it. */
async function fetchUnlisted(fetch: MirrorFetch, sha: string): Promise<GitCommit> {
  const result = await guardedFetch(fetch, url => ['--', url, sha])
  const commit = result.ok ? await findCommit(fetch.mirror.dir, sha) : null
  if (commit) return commit
  throw new GitProblem(
    'git.commit-missing',
    `The commit ${sha.slice(0, 12)} is not in the repository, or no longer.`,
    'Deploy the newest commit of the branch instead.',
  )
}

async function fetchBranches(fetch: MirrorFetch): Promise<void> {
  const again = async () => {
    await ensureMirror(fetch)
    return guardedFetch(fetch, url => ['--prune', '--', url, '+refs/heads/*:refs/heads/*'])
  }
  let result = await again()
  if (!result.ok && saysLocked(result.stderr)) {
    await removeLeftovers(fetch.mirror, fetch.signal)
    result = await again()
  }
  if (!result.ok && saysDamaged(result.stderr)) {
    await removeMirror(fetch.mirror)
    result = await again()
  }
  if (!result.ok) throw result.problem
}

async function rebuild(fetch: MirrorFetch): Promise<void> {
  await removeMirror(fetch.mirror)
  await fetchBranches(fetch)
}

async function ensureMirror({ options, mirror, signal }: MirrorFetch): Promise<void> {
  const attributes = path.join(mirror.dir, 'info', 'attributes')
  if (await exists(attributes)) return
  await mkdir(options.mirrorDir, { recursive: true, mode: 0o700 })
  await underLock(mirror, ['git', 'init', '--quiet', '--bare', '--template=', mirror.dir], signal)
  await mkdir(path.dirname(attributes), { recursive: true })
  // Builds get what is committed, as a checkout has it: these attributes are meant for release archives.
  await writeFile(attributes, '* -export-ignore -export-subst\n')
}

/** Fetches, but ends git as soon as the mirror is larger than allowed. */
async function guardedFetch(
  { options, mirror, remote, signal }: MirrorFetch,
  refs: (url: string) => string[],
): Promise<RemoteResult> {
  if (await hasTemporaryPacks(mirror.dir)) await removeLeftovers(mirror, signal)
  const limit = options.maxRepositoryMb * MB
  const outgrown = new AbortController()
  const watching = watchSize(mirror.dir, limit, outgrown)
  try {
    const result = await runRemote(options, remote, {
      argv: url => [`--git-dir=${mirror.dir}`, 'fetch', ...FETCH_OPTIONS, ...refs(url)],
      signal: AbortSignal.any([signal, outgrown.signal]),
      timeoutMs: FETCH_TIMEOUT_MS,
      lock: mirror.lock,
    })
    // A small, quick one may have ended between two looks.
    if ((await folderSize(mirror.dir)) > limit) outgrown.abort(tooLarge(options.maxRepositoryMb))
    outgrown.signal.throwIfAborted()
    return result
  } catch (error) {
    if (outgrown.signal.aborted) await removeMirror(mirror)
    throw error
  } finally {
    clearInterval(watching)
  }
}

const FETCH_OPTIONS = ['--quiet', '--no-tags', '--no-write-fetch-head', '--no-recurse-submodules']

function watchSize(dir: string, limit: number, outgrown: AbortController): NodeJS.Timeout {
  const look = async () => {
    if ((await folderSize(dir)) > limit) outgrown.abort(tooLarge(limit / MB))
  }
  return setInterval(() => look().catch(error => outgrown.abort(error)), SIZE_POLL_MS)
}

const tooLarge = (limitMb: number) =>
  new GitProblem(
    'git.too-large',
    `The repository with its history is larger than the ${limitMb} MB that are allowed.`,
    'Remove large files from its history, or have the operator raise BERTH_MAX_REPOSITORY_MB.',
  )

/** Bytes of all files below `dir`; files that vanish meanwhile count nothing. */
export async function folderSize(dir: string): Promise<number> {
  const entries = await readdir(dir, { recursive: true, withFileTypes: true }).catch(noneIfGone)
  let total = 0
  for (const entry of entries) {
    if (!entry.isFile()) continue
    const found = await stat(path.join(entry.parentPath, entry.name)).catch(noneIfGone)
    total += 'size' in found ? found.size : 0
  }
  return total
}

async function hasTemporaryPacks(dir: string): Promise<boolean> {
  const names = await readdir(path.join(dir, 'objects', 'pack')).catch(noneIfGone)
  return names.some(name => name.startsWith('tmp_'))
}

/** For promises of a folder's entries: a folder that is not there has none. */
export function noneIfGone(error: unknown): [] {
  if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return []
  throw error
}

/** What a killed git leaves: lock files and half-received packs. Under the lock, so nobody is using them. */
const removeLeftovers = (mirror: MirrorPaths, signal: AbortSignal) =>
  underLock(
    mirror,
    ['find', mirror.dir, '(', '-name', '*.lock', '-o', '-path', '*/objects/pack/tmp_*', ')', '-delete'],
    signal,
  )

/** Removes the mirror; a missing one is fine. */
export async function removeMirror(mirror: MirrorPaths): Promise<void> {
  if (!(await exists(mirror.dir))) return
  await underLock(mirror, ['rm', '-rf', '--', mirror.dir])
}

async function underLock(mirror: MirrorPaths, argv: string[], signal?: AbortSignal): Promise<void> {
  const { exitCode, stderr } = await run('flock', ['-x', mirror.lock, ...argv], {
    env: hygienicEnvironment('/nonexistent'),
    timeoutMs: FETCH_TIMEOUT_MS,
    ...(signal ? { signal } : {}),
  })
  if (exitCode !== 0)
    throw new Error(`${argv[0]} failed on the mirror ${path.basename(mirror.dir)}: ${stderr}`)
}

async function exists(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  )
}
