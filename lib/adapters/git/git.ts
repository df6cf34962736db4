import { mkdir, readdir, rm } from 'node:fs/promises'
import type { GitPort, RemoteBranches } from '@/lib/ports/git'
import { archiveFolder } from './archive'
import { changedFiles, commitsBetween } from './history'
import { KeyedMutex } from './keyed-mutex'
import { emptyRepository, fetchCommit, folderSize, noneIfGone, removeMirror } from './mirror'
import { listTree, MirrorDamaged, readBlobs } from './objects'
import { type GitAdapterOptions, isMirrorId, mirrorPaths } from './options'
import { runRemote } from './remote-command'
import { rootTree } from './root-directory'

const LIST_TIMEOUT_MS = 30_000
const MAX_TEXT_BYTES = 256 * 1024

/** Repositories by the git command line. See options.ts for the settings. */
export function gitAdapter(options: GitAdapterOptions): GitPort {
  const turns = new KeyedMutex()
  const pathsOf = (mirrorId: string) => mirrorPaths(options, mirrorId)

  /** Reads from a mirror; a damaged one is removed, so that the next fetch makes it anew. */
  async function reading<T>(mirrorId: string, work: (dir: string) => Promise<T>): Promise<T> {
    try {
      return await work(pathsOf(mirrorId).dir)
    } catch (error) {
      if (error instanceof MirrorDamaged) await discard(mirrorId)
      throw error
    }
  }
  const discard = (mirrorId: string) => turns.run(mirrorId, () => removeMirror(pathsOf(mirrorId)))

  return {
    async branches(remote, signal) {
      const result = await runRemote(options, remote, {
        argv: url => ['ls-remote', '--symref', '--', url, 'HEAD', 'refs/heads/*'],
        signal,
        timeoutMs: LIST_TIMEOUT_MS,
      })
      if (!result.ok) throw result.problem
      return {
        ...parseListing(result.stdout.toString('utf8')),
        ...(result.knownHosts ? { knownHosts: result.knownHosts } : {}),
      }
    },

    fetch(mirrorId, remote, ref, signal) {
      const mirror = pathsOf(mirrorId)
      return turns.run(mirrorId, () => fetchCommit({ options, mirror, remote, signal }, ref), signal)
    },

    tree: (mirrorId, sha, rootDirectory) =>
      reading(mirrorId, async dir => {
        const entries = await listTree(dir, await rootTree(dir, sha, rootDirectory))
        return entries.map(({ path, kind, sizeBytes }) => ({ path, kind, sizeBytes }))
      }),

    read: (mirrorId, sha, rootDirectory, paths) =>
      reading(mirrorId, async dir => {
        const wanted = new Set(paths)
        const entries = (await listTree(dir, await rootTree(dir, sha, rootDirectory))).filter(
          entry => wanted.has(entry.path) && entry.kind === 'file' && entry.sizeBytes <= MAX_TEXT_BYTES,
        )
        const blobs = await readBlobs(
          dir,
          entries.map(entry => entry.oid),
        )
        const texts = new Map<string, string>()
        for (const { path, oid } of entries) {
          const blob = blobs.get(oid)
          if (blob && !blob.includes(0)) texts.set(path, blob.toString('utf8'))
        }
        return texts
      }),

    archive: (mirrorId, sha, rootDirectory, signal) =>
      reading(mirrorId, async dir => {
        await mkdir(options.privateDir, { recursive: true, mode: 0o700 })
        return archiveFolder({
          dir,
          sha,
          rootDirectory,
          privateDir: options.privateDir,
          signal,
          onFailure: error => {
            // Should the removal fail too, the next fetch finds the damage itself.
            if (error instanceof MirrorDamaged) discard(mirrorId).catch(() => undefined)
          },
        })
      }),

    commitsBetween: (mirrorId, range) => reading(mirrorId, dir => commitsBetween(dir, range)),

    changedFiles: (mirrorId, range) => reading(mirrorId, dir => changedFiles(dir, range)),

    async removeMirror(mirrorId) {
      const mirror = pathsOf(mirrorId)
      await discard(mirrorId)
      await rm(mirror.lock, { force: true })
    },

    async mirrors() {
      const names = await readdir(options.mirrorDir).catch(noneIfGone)
      // A mirror that was removed in the middle of its making may have left its lock alone.
      const ids = new Set(names.flatMap(name => /^(.+)\.(?:git|lock)$/.exec(name)?.[1] ?? []))
      return Promise.all(
        [...ids].filter(isMirrorId).map(async mirrorId => ({
          mirrorId,
          sizeBytes: await folderSize(pathsOf(mirrorId).dir),
        })),
      )
    },
  }
}

/** Output of `git ls-remote --symref`. Throws `GitProblem` when there is no branch. */
function parseListing(output: string): RemoteBranches {
  const branches: RemoteBranches['branches'] = []
  let defaultBranch: string | null = null
  for (const line of output.split('\n')) {
    const [left = '', name = ''] = line.split('\t')
    const head = /^ref: refs\/heads\/(.+)$/.exec(left)
    if (head?.[1] && name === 'HEAD') defaultBranch = head[1]
    else if (name.startsWith('refs/heads/')) branches.push({ name: name.slice(11), sha: left })
  }
  if (branches.length === 0) throw emptyRepository()
  return { branches, defaultBranch }
}
