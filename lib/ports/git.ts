import type { Readable } from 'node:stream'

export type GitCredentials =
  | { kind: 'none' }
  | { kind: 'token'; username?: string; token: string }
  | { kind: 'deploy-key'; privateKey: string; knownHosts?: string }

export interface GitRemote {
  url: string
  credentials: GitCredentials
}

export interface GitCommit {
  sha: string
  message: string
  authorName: string
  committedAt: Date
}

export interface TreeEntry {
  /** Relative to the root directory asked for. */
  path: string
  kind: 'file' | 'symlink' | 'submodule'
  sizeBytes: number
}

export interface RemoteBranches {
  branches: { name: string; sha: string }[]
  defaultBranch: string | null
  /** known_hosts lines of an ssh server, learned at this connection. */
  knownHosts?: string
}

/** Repositories. Each method throws `GitProblem` (lib/core/git/problem.ts) for what a user can mend. */
export interface GitPort {
  branches(remote: GitRemote, signal: AbortSignal): Promise<RemoteBranches>
  /** Brings the bare mirror `mirrorId` up to date, making it if need be, and returns the commit `ref` (branch or full SHA) names. */
  fetch(mirrorId: string, remote: GitRemote, ref: string, signal: AbortSignal): Promise<GitCommit>
  tree(mirrorId: string, sha: string, rootDirectory: string): Promise<TreeEntry[]>
  /** Text of the named files (paths as in `tree`); missing, binary and over-256-KiB files are left out. */
  read(mirrorId: string, sha: string, rootDirectory: string, paths: string[]): Promise<Map<string, string>>
  /** Uncompressed tar of the root directory at the commit; symlinks leaving it are dropped and reported. */
  archive(
    mirrorId: string,
    sha: string,
    rootDirectory: string,
    signal: AbortSignal,
  ): Promise<{ tar: Readable; warnings: string[] }>
  /** Commits that `to` has and `from` has not, newest first: at most `limit`, with first lines as messages; and how many there are. Needs both in the mirror, no network. */
  commitsBetween(
    mirrorId: string,
    range: { from: string; to: string; limit: number },
  ): Promise<{ commits: GitCommit[]; total: number }>
  /** Paths that differ between two commits, of those that one of the git globs matches; at most `limit`. */
  changedFiles(
    mirrorId: string,
    range: { from: string; to: string; globs: readonly string[]; limit: number },
  ): Promise<string[]>
  removeMirror(mirrorId: string): Promise<void>
  /** Every mirror there is, with the bytes it takes. */
  mirrors(): Promise<{ mirrorId: string; sizeBytes: number }[]>
}
