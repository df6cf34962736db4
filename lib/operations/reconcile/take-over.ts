import { runDeployment } from '../deployments/run/run-deployment'
import type { WorkerContext } from '../worker-context'

/**
 * Goes on at once with the deployments of workers that died; those of a worker that only hangs wait for the end of its
 * lease. Run every second. Not by the queue, which takes its time to give up the dead worker's job.
 */
export async function takeOverFromDead(ctx: WorkerContext, shutdown: AbortSignal): Promise<void> {
  const held = await ctx.db.$queryRaw<{ id: string; leaseOwner: string }[]>`
    SELECT id, "leaseOwner" FROM "Deployment"
    WHERE "finishedAt" IS NULL AND "leaseOwner" IS NOT NULL AND "leaseOwner" <> ${ctx.workerId}
      AND "leaseUntil" > (now() at time zone 'utc')`
  if (held.length === 0) return
  const dead = await ctx.liveness.dead([...new Set(held.map(({ leaseOwner }) => leaseOwner))])
  for (const { id, leaseOwner } of held.filter(one => dead.includes(one.leaseOwner))) {
    const { count } = await ctx.db.deployment.updateMany({
      where: { id, leaseOwner },
      data: { leaseOwner: null, leaseUntil: null },
    })
    if (count === 0) continue
    ctx.log.warn(
      { deploymentId: id, worker: leaseOwner },
      'going on with the deployment of a worker that died',
    )
    runDeployment(ctx, id, shutdown).catch((error: unknown) =>
      ctx.log.error({ error, deploymentId: id }, 'could not go on with a deployment; the sweep tries again'),
    )
  }
}
