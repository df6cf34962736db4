import { mkdtemp, rm } from 'node:fs/promises'
import path from 'node:path'
import { pipeline, type Readable, Transform } from 'node:stream'
import {
  contentWarnings,
  isLfsPointer,
  LFS_POINTER_MAX_BYTES,
  leavesRoot,
  usesLfs,
} from '@/lib/core/git/contents'
import { stream } from '../process/run'
import {
  listTree,
  local,
  localArguments,
  localEnvironment,
  localFailure,
  readBlobs,
  type TreeObject,
} from './objects'
import { rootTree } from './root-directory'

export interface ArchiveRequest {
  dir: string
  sha: string
  rootDirectory: string
  privateDir: string
  signal: AbortSignal
  /** Told of a failure in the middle of the stream. */
  onFailure(error: Error): void
}

/** Most pointer candidates that are read, so that a repository of a million small files costs no more. */
const MAX_POINTER_CANDIDATES = 5000

/** The folder as an uncompressed tar, with the commit's time on every file, and what is not in it. */
export async function archiveFolder(request: ArchiveRequest): Promise<{ tar: Readable; warnings: string[] }> {
  const { dir, sha, rootDirectory } = request
  const tree = await rootTree(dir, sha, rootDirectory)
  const entries = await listTree(dir, tree)
  const droppedLinks = await linksLeaving(dir, entries)
  const warnings = contentWarnings({
    submodules: entries.filter(entry => entry.kind === 'submodule').map(entry => entry.path),
    lfsPointers: await lfsPointers(dir, sha, rootDirectory, entries),
    droppedLinks: droppedLinks.map(link => link.path),
  })
  const kept = droppedLinks.length > 0 ? await without(request, tree, droppedLinks) : tree
  const commit = kept === tree && rootDirectory === '' ? sha : await dated(dir, sha, kept)
  return { tar: tarOf(request, commit), warnings }
}

async function linksLeaving(dir: string, entries: TreeObject[]): Promise<TreeObject[]> {
  const symlinks = entries.filter(entry => entry.kind === 'symlink')
  const targets = await readBlobs(dir, [...new Set(symlinks.map(link => link.oid))])
  const links = new Map(symlinks.map(link => [link.path, targets.get(link.oid)?.toString('utf8') ?? '/']))
  return symlinks.filter(link => leavesRoot(link.path, links))
}

async function lfsPointers(
  dir: string,
  sha: string,
  rootDirectory: string,
  entries: TreeObject[],
): Promise<string[]> {
  const isAttributes = (entry: TreeObject) => /(?:^|\/)\.gitattributes$/.test(entry.path)
  const above = rootDirectory === '' ? [] : (await listTree(dir, sha)).filter(isAttributes)
  const attributes = await readBlobs(
    dir,
    [...entries.filter(isAttributes), ...above].map(entry => entry.oid),
  )
  if (![...attributes.values()].some(text => usesLfs(text.toString('utf8')))) return []
  const candidates = entries
    .filter(entry => entry.kind === 'file' && entry.sizeBytes > 0 && entry.sizeBytes < LFS_POINTER_MAX_BYTES)
    .slice(0, MAX_POINTER_CANDIDATES)
  const blobs = await readBlobs(
    dir,
    candidates.map(entry => entry.oid),
  )
  return candidates
    .filter(entry => isLfsPointer(blobs.get(entry.oid)?.toString('utf8') ?? ''))
    .map(entry => entry.path)
}

/** A tree without some entries, made through an index of its own. */
async function without(request: ArchiveRequest, tree: string, dropped: TreeObject[]): Promise<string> {
  const { dir, privateDir } = request
  const work = await mkdtemp(path.join(privateDir, `git-${process.pid}-`))
  const env = { GIT_INDEX_FILE: path.join(work, 'index') }
  try {
    await local(dir, ['read-tree', tree], { env })
    const nothing = '0'.repeat(40)
    const lines = dropped.map(({ bytes }) => `0 ${nothing}\t${bytes}\0`)
    const input = Buffer.from(lines.join(''), 'latin1')
    await local(dir, ['update-index', '-z', '--index-info'], { env, input })
    return (await local(dir, ['write-tree'], { env })).toString('utf8').trim()
  } finally {
    await rm(work, { recursive: true, force: true })
  }
}

/** A commit of the tree with the time of `sha`: git gives files of a bare tree today's time, which changes every image. */
async function dated(dir: string, sha: string, tree: string): Promise<string> {
  const time = (await local(dir, ['log', '-1', '--format=%ct', sha])).toString('utf8').trim()
  const env = {
    GIT_AUTHOR_NAME: 'Berth',
    GIT_AUTHOR_EMAIL: 'berth@localhost',
    GIT_AUTHOR_DATE: `@${time} +0000`,
    GIT_COMMITTER_NAME: 'Berth',
    GIT_COMMITTER_EMAIL: 'berth@localhost',
    GIT_COMMITTER_DATE: `@${time} +0000`,
  }
  return (await local(dir, ['commit-tree', '-m', 'part', tree], { env })).toString('utf8').trim()
}

function tarOf({ dir, signal, onFailure }: ArchiveRequest, commit: string): Readable {
  const argv = ['-c', 'tar.umask=0022', ...localArguments(dir, ['archive', '--format=tar', commit])]
  const running = stream('git', argv, { env: localEnvironment, signal })
  const ended = running.done.then(
    ({ exitCode, stderr }) => (exitCode === 0 ? null : localFailure('archive', stderr)),
    (error: Error) => error,
  )
  const tar = new Transform({
    transform: (chunk, _encoding, done) => done(null, chunk),
    // The end is told only when git ended well: a part must not be taken for the whole.
    flush: done => ended.then(error => done(error)),
  })
  pipeline(running.stdout, tar, error => {
    if (error) onFailure(error)
  })
  return tar
}
