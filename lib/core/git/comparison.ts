import * as z from 'zod'

/** Commits listed per side; how many there are is told all the same. */
export const MAX_COMPARED_COMMITS = 200
/** Files named as migrations. */
export const MAX_MIGRATION_FILES = 100

/** Where frameworks keep migrations of a database, as git globs from the top of the repository. */
export const MIGRATION_GLOBS = ['**/migrations/**', '**/alembic/versions/**', '**/db/migrate/**']

const side = z.object({
  commits: z.array(
    z.object({ sha: z.string(), subject: z.string(), authorName: z.string(), committedAt: z.iso.datetime() }),
  ),
  total: z.number().int(),
})
export type ComparedCommits = z.infer<typeof side>

/**
 * From one commit to another. `unknown`: a commit is in the repository no longer, because its history was rewritten.
 */
export const commitComparison = z.object({
  relation: z.enum(['same', 'ahead', 'behind', 'diverged', 'unknown']),
  /** What comes with the other commit, newest first. */
  added: side,
  /** What goes with the one left, newest first. */
  removed: side,
  /** Changed files that look like migrations of a database. */
  migrations: z.array(z.string()),
})
export type CommitComparison = z.infer<typeof commitComparison>

const NOTHING: ComparedCommits = { commits: [], total: 0 }
export const UNKNOWN_COMPARISON: CommitComparison = {
  relation: 'unknown',
  added: NOTHING,
  removed: NOTHING,
  migrations: [],
}

/** How the second commit stands to the first. */
export function relationOf(added: number, removed: number): CommitComparison['relation'] {
  if (added > 0) return removed > 0 ? 'diverged' : 'ahead'
  return removed > 0 ? 'behind' : 'same'
}

/** Python's package marker lies beside migrations and is none; folders of bytecode are not either. */
export const isMigrationFile = (path: string): boolean =>
  !/(^|\/)(__init__\.py|__pycache__\/.*|\.gitkeep|README(\.\w+)?)$/.test(path)
