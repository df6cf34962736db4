import type { WorkerContext } from '../../worker-context'
import { Cancelled, LeaseLost, ShuttingDown } from './stop-reasons'

/** A lease that is not renewed for this long is another worker's to take. */
const LEASE_SECONDS = 30
const HEARTBEAT_MS = 10_000
/** Without a renewal for this long this worker counts its own lease as lost, before another may take it. */
const GIVE_UP_MS = 25_000
/** The longest that a timer of Node can wait. */
const MAX_TIMER_MS = 2_147_483_647

/** The right of this worker to move one deployment. Every write is conditional on `fence`. */
export interface Lease {
  fence: number
  /** Aborted with `Cancelled`, the reason of a limit, `LeaseLost` or `ShuttingDown`. */
  signal: AbortSignal
  /** Aborted with `LeaseLost` or `ShuttingDown` only: for steps past which a cancel comes too late. */
  uncancellable: AbortSignal
  /** Throws when this worker can no longer be sure of its lease: checked before anything is changed outside. */
  assertHeld(): void
  /** Aborts `signal` with the reason after that time; null: no limit any more. */
  limit(limit: { ms: number; reason: Error } | null): void
  /** Gives the deployment back for the next worker at once. */
  giveBack(): Promise<void>
  /** Ends the heartbeat. */
  stop(): void
}

/**
 * Takes the deployment if it is not ended, nobody else's, and the only active one of its app environment.
 * Returns null when it must wait or is somebody else's.
 */
export async function claimLease(
  ctx: WorkerContext,
  deploymentId: string,
  shutdown: AbortSignal,
): Promise<Lease | null> {
  const fence = await takeRow(ctx, deploymentId)
  if (fence === null) return null
  const hard = new AbortController()
  const soft = new AbortController()
  const loseIt = () => {
    hard.abort(new LeaseLost(`lost the lease of ${deploymentId}`))
    soft.abort(hard.signal.reason)
  }
  const endIt = () => {
    hard.abort(new ShuttingDown('the worker is ending'))
    soft.abort(hard.signal.reason)
  }
  const cancelIt = () => soft.abort(new Cancelled('cancelled'))
  let timer: NodeJS.Timeout | undefined
  const { beat, stopHeartbeat, isFresh } = heartbeat(ctx, { deploymentId, fence, loseIt, cancelIt })
  // The row decides: after a lost connection all listeners are woken, with or without a cancel.
  const unsubscribe = ctx.events.subscribe(`deployment-cancel:${deploymentId}`, () => void beat())
  shutdown.addEventListener('abort', endIt)
  if (shutdown.aborted) endIt()
  return {
    fence,
    signal: soft.signal,
    uncancellable: hard.signal,
    assertHeld() {
      // After a pause of the whole process this comes before the heartbeat has had its turn.
      if (!isFresh()) loseIt()
      hard.signal.throwIfAborted()
    },
    limit(limit) {
      clearTimeout(timer)
      if (limit) timer = setTimeout(() => soft.abort(limit.reason), Math.min(limit.ms, MAX_TIMER_MS))
    },
    async giveBack() {
      await ctx.db.deployment.updateMany({
        where: { id: deploymentId, fence },
        data: { leaseOwner: null, leaseUntil: null },
      })
    },
    stop() {
      clearTimeout(timer)
      stopHeartbeat()
      unsubscribe()
      shutdown.removeEventListener('abort', endIt)
    },
  }
}

/** The database's clock decides, so that workers need not agree on the time. */
async function takeRow(ctx: WorkerContext, deploymentId: string): Promise<number | null> {
  try {
    const rows = await ctx.db.$queryRaw<{ fence: number }[]>`
      UPDATE "Deployment" SET "leaseOwner" = ${ctx.workerId},
        "leaseUntil" = (now() at time zone 'utc') + make_interval(secs => ${LEASE_SECONDS}),
        fence = fence + 1, attempts = attempts + 1, "activeSlot" = "appEnvironmentId",
        "startedAt" = coalesce("startedAt", now() at time zone 'utc')
      WHERE id = ${deploymentId} AND "finishedAt" IS NULL
        AND ("leaseUntil" IS NULL OR "leaseUntil" < (now() at time zone 'utc') OR "leaseOwner" = ${ctx.workerId})
      RETURNING fence`
    return rows[0]?.fence ?? null
  } catch (error) {
    if (isUniqueViolation(error)) return null
    throw error
  }
}

const isUniqueViolation = (error: unknown) =>
  error instanceof Error && /23505|[Uu]nique constraint/.test(error.message)

function heartbeat(
  ctx: WorkerContext,
  {
    deploymentId,
    fence,
    loseIt,
    cancelIt,
  }: { deploymentId: string; fence: number; loseIt(): void; cancelIt(): void },
): { beat(): Promise<void>; stopHeartbeat(): void; isFresh(): boolean } {
  // Real time, as in the database: the lease runs out while a process is paused, whatever its clock says.
  let renewedAt = performance.now()
  const beat = async () => {
    try {
      const rows = await ctx.db.$queryRaw<{ cancelled: boolean }[]>`
        UPDATE "Deployment" SET "leaseUntil" = (now() at time zone 'utc') + make_interval(secs => ${LEASE_SECONDS})
        WHERE id = ${deploymentId} AND fence = ${fence} AND "finishedAt" IS NULL
        RETURNING "cancelRequestedAt" IS NOT NULL AS cancelled`
      if (!rows[0]) return loseIt()
      renewedAt = performance.now()
      if (rows[0].cancelled) cancelIt()
    } catch (error) {
      ctx.log.warn({ error, deploymentId }, 'could not renew the lease')
      if (!isFresh()) loseIt()
    }
  }
  const isFresh = () => performance.now() - renewedAt <= GIVE_UP_MS
  const timer = setInterval(() => void beat(), HEARTBEAT_MS)
  return { beat, stopHeartbeat: () => clearInterval(timer), isFresh }
}
