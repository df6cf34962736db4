import type { BuildProblem } from '@/lib/core/build/plan'
import { DomainError } from '@/lib/core/errors'
import {
  type CommitComparison,
  type ComparedCommits,
  isMigrationFile,
  MAX_COMPARED_COMMITS,
  MAX_MIGRATION_FILES,
  MIGRATION_GLOBS,
  relationOf,
  UNKNOWN_COMPARISON,
} from '@/lib/core/git/comparison'
import { GitProblem } from '@/lib/core/git/problem'
import type { GitPort } from '@/lib/ports/git'
import { remoteOf } from '../apps/remote'
import type { Context } from '../context'
import { firstLine } from '../deployments/run/fetch-commit'

/** What a comparison needs of the worker. */
export interface ComparisonContext extends Context {
  git: GitPort
}

const TIMEOUT_MS = 2 * 60_000
const UNEXPECTED: BuildProblem = {
  code: 'comparison.failed',
  sentence: 'Something went wrong on the server while it compared the commits.',
  fix: 'Look again. If it happens again, the cause is in the log of the worker.',
}

/** The worker's part: looks at both commits in the app's mirror and writes what lies between. A job may come twice. */
export async function runComparison(
  ctx: ComparisonContext,
  { comparisonId }: { comparisonId: string },
): Promise<void> {
  const { kind } = ctx.actor
  if (kind !== 'worker' && kind !== 'system')
    throw new DomainError('forbidden', 'Only Berth itself may do this.')
  const row = await findPending(ctx, comparisonId)
  if (!row) return
  const answer = await compare(ctx, row).then(
    result => ({ status: 'DONE' as const, result }),
    error => ({ status: 'FAILED' as const, problem: problemOf(ctx, comparisonId, error) }),
  )
  // The app, and the comparison with it, may be deleted meanwhile: then there is nothing to write.
  await ctx.db.comparison.updateMany({
    where: { id: comparisonId, status: 'PENDING' },
    data: { ...answer, finishedAt: ctx.clock.now() },
  })
}

const findPending = (ctx: Context, id: string) =>
  ctx.db.comparison.findFirst({
    where: { id, status: 'PENDING' },
    include: { app: { include: { project: true } } },
  })
type PendingComparison = NonNullable<Awaited<ReturnType<typeof findPending>>>

async function compare(ctx: ComparisonContext, row: PendingComparison): Promise<CommitComparison> {
  const { app, fromSha: from, toSha: to } = row
  const signal = AbortSignal.timeout(TIMEOUT_MS)
  try {
    // Commits that are in the mirror already need no network.
    for (const sha of [from, to]) await ctx.git.fetch(app.id, remoteOf(ctx, app), sha, signal)
  } catch (error) {
    if (error instanceof GitProblem && error.code === 'git.commit-missing') return UNKNOWN_COMPARISON
    throw error
  }
  const limit = MAX_COMPARED_COMMITS
  const [added, removed, changed] = await Promise.all([
    ctx.git.commitsBetween(app.id, { from, to, limit }),
    ctx.git.commitsBetween(app.id, { from: to, to: from, limit }),
    ctx.git.changedFiles(app.id, { from, to, globs: MIGRATION_GLOBS, limit: MAX_MIGRATION_FILES }),
  ])
  return {
    relation: relationOf(added.total, removed.total),
    added: presentSide(added),
    removed: presentSide(removed),
    migrations: changed
      .filter(path => isInside(app.rootDirectory, path) && isMigrationFile(path))
      .map(firstLine),
  }
}

const isInside = (folder: string, path: string) => folder === '' || path.startsWith(`${folder}/`)

const presentSide = ({
  commits,
  total,
}: Awaited<ReturnType<GitPort['commitsBetween']>>): ComparedCommits => ({
  total,
  commits: commits.map(({ sha, message, authorName, committedAt }) => ({
    sha,
    subject: firstLine(message),
    authorName: firstLine(authorName),
    committedAt: committedAt.toISOString(),
  })),
})

/** A user's mistake in words; of anything else the user gets a sentence, and the log the cause. Looking again is a click. */
function problemOf(ctx: Context, comparisonId: string, error: unknown): BuildProblem {
  if (error instanceof GitProblem) return { code: error.code, sentence: error.message, fix: error.fix }
  if (error instanceof DOMException && error.name === 'TimeoutError') {
    return {
      code: 'git.timeout',
      sentence: 'Fetching the repository took longer than two minutes.',
      fix: 'Check that the git host is up, then look again.',
    }
  }
  ctx.log.error({ err: error, comparisonId }, 'a comparison failed')
  return UNEXPECTED
}
