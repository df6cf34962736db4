import { nearestNames } from '@/lib/core/git/nearest'
import { GitProblem } from '@/lib/core/git/problem'
import { local } from './objects'

/** The tree object of a folder at a commit. Throws `GitProblem` when it is not a folder of the repository. */
export async function rootTree(dir: string, sha: string, rootDirectory: string): Promise<string> {
  if (!/^[0-9a-f]{40}$/.test(sha)) throw new Error('Not a full commit SHA.')
  if (rootDirectory === '') return topTree(dir, sha)
  const parts = rootDirectory.split('/')
  const odd = parts.some(part => part === '' || part === '.' || part === '..')
  if (odd || /\p{Cc}/u.test(rootDirectory)) throw await missing(dir, sha, rootDirectory)
  let tree = await topTree(dir, sha)
  for (const part of parts) {
    const found = (await folders(dir, tree)).get(part)
    if (!found) throw await missing(dir, sha, rootDirectory)
    tree = found
  }
  return tree
}

async function topTree(dir: string, sha: string): Promise<string> {
  const argv = ['rev-parse', '--verify', '--end-of-options', `${sha}^{tree}`]
  return (await local(dir, argv)).toString('utf8').trim()
}

/** Folders directly below a tree, by name. */
async function folders(dir: string, tree: string): Promise<Map<string, string>> {
  const listing = await local(dir, ['ls-tree', '-d', '-z', '--full-tree', tree])
  return new Map(
    listing
      .toString('utf8')
      .split('\0')
      .flatMap(line => {
        const match = /^040000 tree ([0-9a-f]+)\t([\s\S]*)$/.exec(line)
        return match?.[1] && match[2] ? [[match[2], match[1]] as const] : []
      }),
  )
}

async function missing(dir: string, sha: string, rootDirectory: string): Promise<GitProblem> {
  const listing = await local(dir, ['ls-tree', '-r', '-d', '-z', '--name-only', '--full-tree', sha])
  const names = listing.toString('utf8').split('\0').filter(Boolean)
  const near = nearestNames(rootDirectory, names)
  const shown = near.length > 0 ? near : names.filter(name => !name.includes('/')).slice(0, 5)
  return new GitProblem(
    'git.root-directory-missing',
    `The repository has no folder "${rootDirectory}" at this commit.`,
    shown.length > 0
      ? `Set the root directory to a folder that exists, for example ${shown.map(name => `"${name}"`).join(' or ')}.`
      : 'Leave the root directory empty: the repository has no folders.',
  )
}
