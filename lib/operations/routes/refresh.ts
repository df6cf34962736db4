import type { WorkerContext } from '../worker-context'
import { applyRoutes, nextGeneration } from './apply-routes'

/** Hostnames or a policy changed: gives the proxy a new document. */
export async function refreshRoutes(ctx: WorkerContext): Promise<void> {
  await nextGeneration(ctx.db)
  await applyRoutes(ctx)
}

/** A proxy that lost its routes, or restarted with older ones, gets the newest. */
export async function repairRoutes(ctx: WorkerContext): Promise<void> {
  const [state, status] = await Promise.all([
    ctx.db.proxyState.findUnique({ where: { id: 1 } }),
    ctx.proxy.status(),
  ])
  if (status.generation < (state?.generation ?? 0)) await applyRoutes(ctx)
}
