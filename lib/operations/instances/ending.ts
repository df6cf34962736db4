import type { Instance } from '@/lib/adapters/db/generated/client'
import { formation } from '@/lib/core/run/formation'
import { usualStopSeconds } from '@/lib/core/run/usual-process'
import type { WorkerContext } from '../worker-context'

/** Requests under way get this long to end before SIGTERM. */
const DRAIN_LIMIT_MS = 30_000
const ASK_EVERY_MS = 100

/** Time from SIGTERM to SIGKILL, as the release of the instance says. */
export async function stopSeconds(ctx: WorkerContext, { releaseId, processType }: Instance): Promise<number> {
  const release = await ctx.db.release.findUnique({ where: { id: releaseId }, select: { formation: true } })
  const entry = formation.parse(release?.formation ?? []).find(entry => entry.processType === processType)
  return entry?.stopSeconds ?? usualStopSeconds(processType)
}

/** Waits until the proxy has no request under way to the instance, at most 30 s. A proxy that is down has none. */
export async function drained(
  ctx: WorkerContext,
  { ip, port }: Instance,
  signal?: AbortSignal,
): Promise<void> {
  if (!ip || !port) return
  const until = ctx.clock.now().getTime() + DRAIN_LIMIT_MS
  while (ctx.clock.now().getTime() < until) {
    const open = await ctx.proxy.inFlight({ host: ip, port }).catch((error: unknown) => {
      ctx.log.warn({ error }, 'could not ask the proxy for requests under way')
      return 0
    })
    if (open === 0) return
    await ctx.clock.sleep(ASK_EVERY_MS, signal)
  }
}
