import * as z from 'zod'
import type { Inspection as Row } from '@/lib/adapters/db/generated/client'
import { type BuildProblem, buildPlan, buildProblem } from '@/lib/core/build/plan'
import type { Inspection } from '../apps/schema'

/** Longer than a worker works on one: it was lost, or no worker runs. */
const LOST_AFTER_MS = 3 * 60_000
const LOST: BuildProblem = {
  code: 'inspection.lost',
  sentence: 'The repository was not looked at in time.',
  fix: 'Look again. If it stays so, ask the operator to run `berth doctor`: no worker may be running.',
}

const branches = z.array(z.object({ name: z.string(), sha: z.string() }))

/** An inspection as the API shows it; one that was lost counts as failed. */
export function presentInspection(row: Row, now: Date): Inspection {
  const lost = row.status === 'PENDING' && now.getTime() - row.createdAt.getTime() > LOST_AFTER_MS
  return {
    id: row.id,
    appId: row.appId,
    status: lost ? 'FAILED' : row.status,
    branch: row.branch,
    branches: branches.nullable().parse(row.branches),
    defaultBranch: row.defaultBranch,
    commitSha: row.commitSha,
    plan: buildPlan.nullable().catch(null).parse(row.plan),
    dockerfile: row.dockerfile,
    problem: lost ? LOST : buildProblem.nullable().parse(row.problem),
    createdAt: row.createdAt.toISOString(),
  }
}
