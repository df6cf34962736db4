/** What in a repository does not come along into a build, and which links stay inside. Pure readings of a file listing. */

/** Depth at which the kernel gives up following links (Linux: 40). */
const MAX_LINKS = 40

/**
 * Whether the link at `path` leads out of the root, following `links` (path → target) on the way as the kernel does:
 * `up/../x` is judged by where `up` leads, not by its text. Loops count as leaving.
 */
export function leavesRoot(path: string, links: ReadonlyMap<string, string>): boolean {
  const pending = path.split('/')
  const at: string[] = []
  let followed = 0
  while (pending.length > 0) {
    const part = pending.shift()
    if (part === undefined || part === '' || part === '.') continue
    if (part === '..') {
      if (at.pop() === undefined) return true
      continue
    }
    at.push(part)
    const target = links.get(at.join('/'))
    if (target === undefined) continue
    followed += 1
    if (target.startsWith('/') || followed > MAX_LINKS) return true
    at.pop()
    pending.unshift(...target.split('/'))
  }
  return false
}

/** A Git LFS pointer; the specification bounds it at 1024 bytes. */
export const isLfsPointer = (text: string): boolean =>
  text.startsWith('version https://git-lfs.github.com/spec/v1\n') && /\noid sha256:[0-9a-f]{64}\n/.test(text)
export const LFS_POINTER_MAX_BYTES = 1024

export const usesLfs = (gitattributes: string): boolean => /(?:^|\s)filter=lfs(?:\s|$)/m.test(gitattributes)

const SHOWN = 5
const some = (paths: string[]) => {
  const shown = paths
    .slice(0, SHOWN)
    .map(path => path.replace(/[\p{Cc}\p{Cf}]/gu, '?'))
    .join(', ')
  return paths.length > SHOWN ? `${shown} and ${paths.length - SHOWN} more` : shown
}

/** Sentences for the deployment log about what the archive lacks. */
export function contentWarnings(found: {
  submodules: string[]
  lfsPointers: string[]
  droppedLinks: string[]
}): string[] {
  const warnings: string[] = []
  if (found.submodules.length > 0) {
    warnings.push(
      `Submodules are not fetched; these folders are empty: ${some(found.submodules)}. Copy their files into the repository, or install them as a dependency.`,
    )
  }
  if (found.lfsPointers.length > 0) {
    warnings.push(
      `Git LFS files are not fetched; these are small pointer files instead: ${some(found.lfsPointers)}. Store them in git itself, or download them in the build command.`,
    )
  }
  if (found.droppedLinks.length > 0) {
    warnings.push(
      `Symbolic links that lead out of the root directory are left out: ${some(found.droppedLinks)}. Make them point inside it.`,
    )
  }
  return warnings
}
