import type { Prisma } from '@/lib/adapters/db/generated/client'
import type { BuildProblem } from '@/lib/core/build/plan'
import { DomainError } from '@/lib/core/errors'
import { GitProblem } from '@/lib/core/git/problem'
import type { GitPort, RemoteBranches } from '@/lib/ports/git'
import { detectPlan } from '../apps/detect-plan'
import { keepHostKeys } from '../apps/host-keys'
import { remoteOf } from '../apps/remote'
import type { Context } from '../context'

/** What an inspection needs of the worker. */
export interface InspectionContext extends Context {
  git: GitPort
}

const TIMEOUT_MS = 2 * 60_000
const UNEXPECTED: BuildProblem = {
  code: 'inspection.failed',
  sentence: 'Something went wrong on the server while it looked at the repository.',
  fix: 'Look again. If it happens again, the cause is in the log of the worker.',
}

/**
 * The worker's part: lists the branches, fetches one, detects the plan, and writes the result. Done or gone
 * inspections are left alone, so that a job may come twice.
 */
export async function runInspection(
  ctx: InspectionContext,
  { inspectionId }: { inspectionId: string },
): Promise<void> {
  const { kind } = ctx.actor
  if (kind !== 'worker' && kind !== 'system')
    throw new DomainError('forbidden', 'Only Berth itself may do this.')
  const row = await findPending(ctx, inspectionId)
  if (!row) return
  const found = await look(ctx, row).catch(error => ({ problem: problemOf(ctx, inspectionId, error) }))
  await write(ctx, inspectionId, {
    status: found.problem ? 'FAILED' : 'DONE',
    finishedAt: ctx.clock.now(),
    ...found,
  })
  await ctx.events.publish(`inspection:${inspectionId}`)
}

const findPending = (ctx: Context, id: string) =>
  ctx.db.inspection.findFirst({
    where: { id, status: 'PENDING' },
    include: { app: { include: { project: true } } },
  })
type PendingInspection = NonNullable<Awaited<ReturnType<typeof findPending>>>

/** What was found. `commitSha` may come with a problem: then the plan is at fault, not the repository. */
async function look(ctx: InspectionContext, { id, app, branch }: PendingInspection) {
  const signal = AbortSignal.timeout(TIMEOUT_MS)
  const remote = remoteOf(ctx, app)
  const listing = await ctx.git.branches(remote, signal)
  const known = await keepHostKeys(ctx, app, remote, listing)
  const { branches, defaultBranch } = listing
  const chosen = branch ?? firstChoice(listing)
  // Written at once: the branches help to mend what goes wrong after this.
  await write(ctx, id, { branches, defaultBranch, branch: chosen })
  const { sha } = await ctx.git.fetch(app.id, known, chosen, signal)
  const detection = await detectPlan(ctx.git, app, sha)
  if (!detection.ok) return { commitSha: sha, problem: detection.problem }
  const { plan } = detection
  return { commitSha: sha, plan, dockerfile: plan.dockerfile.text, problem: undefined }
}

function firstChoice({ branches, defaultBranch }: RemoteBranches): string {
  const names = branches.map(({ name }) => name)
  if (defaultBranch && names.includes(defaultBranch)) return defaultBranch
  return ['main', 'master'].find(name => names.includes(name)) ?? names[0] ?? 'main'
}

/** A user's mistake in words; of anything else the user gets a sentence, and the log the cause. Looking again is a click. */
function problemOf(ctx: Context, inspectionId: string, error: unknown): BuildProblem {
  if (error instanceof GitProblem) {
    return { code: error.code, sentence: error.message, fix: error.fix }
  }
  if (error instanceof DOMException && error.name === 'TimeoutError') {
    return {
      code: 'git.timeout',
      sentence: 'Fetching the repository took longer than two minutes.',
      fix: 'Check that the git host is up, then look again.',
    }
  }
  ctx.log.error({ err: error, inspectionId }, 'an inspection failed')
  return UNEXPECTED
}

/** The app, and the inspection with it, may be deleted meanwhile: then there is nothing to write. */
async function write(
  ctx: Context,
  id: string,
  data: Prisma.InspectionUpdateManyMutationInput,
): Promise<void> {
  await ctx.db.inspection.updateMany({ where: { id, status: 'PENDING' }, data })
}
