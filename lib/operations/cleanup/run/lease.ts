import type { WorkerContext } from '../../worker-context'

const LEASE_SECONDS = 30
const RENEW_MS = 10_000

/** The right of this worker to carry out one cleanup. */
export interface CleanupLease {
  /** Another worker took it, or it could not be renewed: stop. */
  lost(): boolean
  stop(): void
  attempts: number
}

/** Takes the run if it has not ended and no living worker has it. The database's clock decides. */
export async function claimCleanup(ctx: WorkerContext, id: string): Promise<CleanupLease | null> {
  const rows = await ctx.db.$queryRaw<{ attempts: number }[]>`
    UPDATE "CleanupRun" SET status = 'RUNNING', "leaseOwner" = ${ctx.workerId}, attempts = attempts + 1,
      "leaseUntil" = (now() at time zone 'utc') + make_interval(secs => ${LEASE_SECONDS}),
      "startedAt" = coalesce("startedAt", now() at time zone 'utc')
    WHERE id = ${id} AND "finishedAt" IS NULL
      AND ("leaseUntil" IS NULL OR "leaseUntil" < (now() at time zone 'utc') OR "leaseOwner" = ${ctx.workerId})
    RETURNING attempts`
  const [row] = rows
  if (!row) return null
  let lost = false
  const renew = async () => {
    try {
      const renewed = await ctx.db.$executeRaw`
        UPDATE "CleanupRun" SET "leaseUntil" = (now() at time zone 'utc') + make_interval(secs => ${LEASE_SECONDS})
        WHERE id = ${id} AND "leaseOwner" = ${ctx.workerId} AND "finishedAt" IS NULL`
      if (renewed === 0) lost = true
    } catch (error) {
      // What is removed meanwhile is checked under the lock of its rows, whoever else does it too.
      ctx.log.warn({ error, cleanupRunId: id }, 'could not renew the lease of a cleanup')
    }
  }
  const timer = setInterval(() => void renew(), RENEW_MS)
  return { lost: () => lost, stop: () => clearInterval(timer), attempts: row.attempts }
}

/** Gives the run back for the next worker at once. */
export async function giveBackCleanup(ctx: WorkerContext, id: string): Promise<void> {
  await ctx.db.cleanupRun.updateMany({
    where: { id, leaseOwner: ctx.workerId, finishedAt: null },
    data: { leaseOwner: null, leaseUntil: null },
  })
}
