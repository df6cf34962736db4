import type { Comparison as Row } from '@/lib/adapters/db/generated/client'
import { type BuildProblem, buildProblem } from '@/lib/core/build/plan'
import { commitComparison } from '@/lib/core/git/comparison'
import type { Comparison } from './schema'

/** Longer than a worker works on one: it was lost, or no worker runs. */
const LOST_AFTER_MS = 3 * 60_000
const LOST: BuildProblem = {
  code: 'comparison.lost',
  sentence: 'The commits were not compared in time.',
  fix: 'Look again. If it stays so, ask the operator to run `berth doctor`: no worker may be running.',
}

/** Asked for so long ago that nobody will answer. */
export const isLost = ({ status, requestedAt }: Row, now: Date): boolean =>
  status === 'PENDING' && now.getTime() - requestedAt.getTime() > LOST_AFTER_MS

/** A comparison as the API shows it; one that was lost counts as failed. */
export function presentComparison(row: Row, now: Date): Comparison {
  const lost = isLost(row, now)
  return {
    id: row.id,
    appId: row.appId,
    fromSha: row.fromSha,
    toSha: row.toSha,
    status: lost ? 'FAILED' : row.status,
    result: commitComparison.nullable().parse(row.result),
    problem: lost ? LOST : buildProblem.nullable().parse(row.problem),
  }
}
