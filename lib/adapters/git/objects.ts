import { quotable, saysDamaged } from '@/lib/core/git/classify'
import type { GitCommit, TreeEntry } from '@/lib/ports/git'
import { type RunOptions, type RunResult, run } from '../process/run'
import { hygienicEnvironment } from './options'

/** The mirror lost objects. It has to be fetched anew; the deployment is tried again. */
export class MirrorDamaged extends Error {
  override name = 'MirrorDamaged'
}

export interface TreeObject extends TreeEntry {
  oid: string
  /** The path's bytes, which need not be UTF-8, one per character. */
  bytes: string
}

const TIMEOUT_MS = 60_000
/** Reads from a mirror never use the network. */
const environment = { ...hygienicEnvironment('/nonexistent'), GIT_ALLOW_PROTOCOL: '' }

/** `--git-dir`, not `-C`: in a damaged mirror git would otherwise go up and take a repository around it. */
export const localArguments = (dir: string, argv: string[]): string[] => [`--git-dir=${dir}`, ...argv]
export const localEnvironment: Readonly<Record<string, string>> = environment

async function attempt(dir: string, argv: string[], options: RunOptions = {}): Promise<RunResult> {
  return run('git', localArguments(dir, argv), {
    timeoutMs: TIMEOUT_MS,
    ...options,
    env: { ...environment, ...options.env },
  })
}

/** Runs git on the mirror; throws `MirrorDamaged`, or an error with git's own words. */
export async function local(dir: string, argv: string[], options: RunOptions = {}): Promise<Buffer> {
  const { exitCode, stdout, stderr } = await attempt(dir, argv, options)
  if (exitCode === 0) return stdout
  throw localFailure(argv[0] ?? 'git', stderr)
}

export function localFailure(command: string, stderr: string): Error {
  const text = `git ${command} failed: ${quotable(stderr, [])}`
  return saysDamaged(stderr) ? new MirrorDamaged(text) : new Error(text)
}

/** The commit that a full SHA or a full ref name names; null when it is not there, or cannot be read. */
export async function findCommit(dir: string, name: string): Promise<GitCommit | null> {
  const sha = name.startsWith('refs/') ? await resolveRef(dir, name) : name
  if (!sha) return null
  const format = '--format=%H%x00%an%x00%cI%x00%B'
  const { exitCode, stdout } = await attempt(dir, ['log', '-1', format, '--end-of-options', sha, '--'])
  if (exitCode !== 0) return null
  const [found = '', authorName = '', date = '', message = ''] = stdout.toString('utf8').split('\0')
  return { sha: found, authorName, committedAt: new Date(date), message: message.trim() }
}

async function resolveRef(dir: string, ref: string): Promise<string | null> {
  const { exitCode, stdout } = await attempt(dir, ['show-ref', '--verify', '--hash', '--', ref])
  return exitCode === 0 ? stdout.toString('utf8').trim() : null
}

export async function listBranches(dir: string): Promise<string[]> {
  const { exitCode, stdout } = await attempt(dir, [
    'for-each-ref',
    '--format=%(refname:lstrip=2)',
    'refs/heads',
  ])
  return exitCode === 0 ? stdout.toString('utf8').split('\n').filter(Boolean) : []
}

/** Every file, link and submodule below a tree. Names that are not UTF-8 come with replacement characters. */
export async function listTree(dir: string, tree: string): Promise<TreeObject[]> {
  const listing = await local(dir, ['ls-tree', '-r', '-l', '-z', '--full-tree', tree])
  return listing
    .toString('latin1')
    .split('\0')
    .filter(Boolean)
    .map(line => {
      const at = line.indexOf('\t')
      const head = line.slice(0, at)
      const bytes = line.slice(at + 1)
      const [mode = '', , oid = '', size = '-'] = head.split(/ +/)
      return {
        path: Buffer.from(bytes, 'latin1').toString('utf8'),
        bytes,
        oid,
        kind: mode === '120000' ? 'symlink' : mode === '160000' ? 'submodule' : 'file',
        sizeBytes: size === '-' ? 0 : Number(size),
      }
    })
}

/** Contents of blobs by object id, in one process. */
export async function readBlobs(dir: string, oids: string[]): Promise<Map<string, Buffer>> {
  const blobs = new Map<string, Buffer>()
  if (oids.length === 0) return blobs
  const output = await local(dir, ['cat-file', '--batch'], {
    input: `${oids.join('\n')}\n`,
    maxOutputBytes: 256 * 1024 * 1024,
  })
  for (let at = 0; at < output.length; ) {
    const end = output.indexOf(0x0a, at)
    const [oid = '', kind, size = '0'] = output.toString('utf8', at, end).split(' ')
    if (kind !== 'blob') throw new MirrorDamaged(`The mirror lacks the object ${oid}.`)
    const start = end + 1
    blobs.set(oid, output.subarray(start, start + Number(size)))
    at = start + Number(size) + 1
  }
  return blobs
}
