import { isPass } from '@/lib/core/run/probe-pass'
import type { WorkerContext } from '../worker-context'
import type { WatchedInstance } from './watched'

const PROBE_MS = 2000

/** Asks a web instance that came back whether it answers; returns it as it is known then. */
export async function askReady(ctx: WorkerContext, instance: WatchedInstance): Promise<WatchedInstance> {
  const { id, ip, port, ready, observedStatus, processType, release, startedAt } = instance
  if (ready || observedStatus !== 'running' || processType !== 'web' || !ip || !port) return instance
  const answer = await ctx.probe.probe({
    host: ip,
    port,
    path: release.healthPath ?? '/',
    hostHeader: instance.appEnvironment.domains[0]?.hostname ?? 'localhost',
    timeoutMs: PROBE_MS,
  })
  if (!isPass(answer, release.healthPath)) return instance
  // Not when it ended meanwhile: then another run has to answer.
  const { count } = await ctx.db.instance.updateMany({
    where: { id, observedStatus: 'running', startedAt, ip },
    data: { ready: true },
  })
  return count > 0 ? { ...instance, ready: true } : instance
}
