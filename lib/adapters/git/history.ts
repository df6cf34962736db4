import type { GitCommit } from '@/lib/ports/git'
import { local } from './objects'

const SHA = /^[0-9a-f]{40}$/
/** Columns of a subject and of a name; longer ones are cut by git itself, so that 200 commits stay small. */
const FORMAT = '--format=%H%x00%<(200,trunc)%an%x00%cI%x00%<(300,trunc)%s'
const FIELDS = 4

/** See `GitPort.commitsBetween`. */
export async function commitsBetween(
  dir: string,
  { from, to, limit }: { from: string; to: string; limit: number },
): Promise<{ commits: GitCommit[]; total: number }> {
  const range = `${checked(from)}..${checked(to)}`
  const [log, counted] = await Promise.all([
    local(dir, ['log', '-z', '--no-show-signature', `--max-count=${limit}`, FORMAT, range, '--']),
    local(dir, ['rev-list', '--count', range, '--']),
  ])
  const fields = log.toString('utf8').split('\0')
  const commits: GitCommit[] = []
  for (let at = 0; at + FIELDS <= fields.length; at += FIELDS) {
    const [sha = '', author = '', date = '', subject = ''] = fields.slice(at, at + FIELDS)
    commits.push({
      sha,
      authorName: author.trim(),
      committedAt: new Date(date),
      message: subject.trim(),
    })
  }
  return { commits, total: Number(counted.toString('utf8')) }
}

/** See `GitPort.changedFiles`. */
export async function changedFiles(
  dir: string,
  { from, to, globs, limit }: { from: string; to: string; globs: readonly string[]; limit: number },
): Promise<string[]> {
  const paths = globs.map(glob => `:(glob)${glob}`)
  const argv = ['diff-tree', '-r', '-z', '--name-only', '--no-renames', checked(from), checked(to), '--']
  const listing = await local(dir, [...argv, ...paths])
  return listing.toString('utf8').split('\0').filter(Boolean).slice(0, limit)
}

function checked(sha: string): string {
  if (!SHA.test(sha)) throw new Error('Not a full commit SHA.')
  return sha
}
