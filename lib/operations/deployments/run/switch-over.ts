import { ProxyUnavailable } from '@/lib/core/errors'
import { applyRoutes, setRoute } from '../../routes/apply-routes'
import type { Run, StepResult } from './run'
import { DeployFailure } from './stop-reasons'

const PROXY_WAIT_MS = 60_000
/** The least time between the acknowledged switch and the first SIGTERM. */
export const LINGER_MS = 1000

/**
 * State 7: points the route at the new instances. The proxy's acknowledgement is the point of no return: the old
 * instances retire after it, never before.
 */
export async function switchOver(run: Run): Promise<StepResult> {
  const { ctx, row, log } = run
  const fresh = await ctx.db.instance.findMany({
    where: { deploymentId: row.id, processType: 'web' },
    orderBy: { index: 'asc' },
  })
  const targets = fresh.flatMap(({ ip, port }) => (ip && port ? [{ host: ip, port }] : []))
  if (targets.length === 0) throw new Error(`deployment ${row.id} has no web instance to switch to`)
  await setRoute(ctx, row.appEnvironmentId, { state: 'LIVE', targets })
  try {
    await acknowledged(run)
  } catch (error) {
    if (!(error instanceof ProxyUnavailable)) throw error
    await restoreRoute(run)
    throw new DeployFailure(
      'proxy.unavailable',
      'The proxy did not take the new route within a minute.',
      'See `berth doctor` on the server, then deploy again.',
      [],
    )
  }
  log.say('SWITCHING', 'The proxy sends new requests to the new version.')
  const now = ctx.clock.now()
  return {
    to: 'RETIRING',
    async write(tx) {
      const started = { deploymentId: row.id, state: 'STARTING' as const }
      await tx.instance.updateMany({ where: started, data: { state: 'SERVING' } })
      const old = {
        appEnvironmentId: row.appEnvironmentId,
        deploymentId: { not: row.id },
        state: { not: 'RETIRING' as const },
      }
      await tx.instance.updateMany({
        where: { ...old, processType: 'web' },
        data: { state: 'RETIRING', retireAt: new Date(now.getTime() + LINGER_MS) },
      })
      await tx.instance.updateMany({ where: old, data: { state: 'RETIRING', retireAt: now } })
      await tx.appEnvironment.update({
        where: { id: row.appEnvironmentId },
        data: { currentReleaseId: row.releaseId, desiredState: 'RUNNING' },
      })
    },
  }
}

/** A proxy that restarts is waited for. */
async function acknowledged({ ctx, log, lease }: Run): Promise<void> {
  const until = ctx.clock.now().getTime() + PROXY_WAIT_MS
  for (let said = false; ; said = true) {
    try {
      return await applyRoutes(ctx, lease.uncancellable)
    } catch (error) {
      if (!(error instanceof ProxyUnavailable) || ctx.clock.now().getTime() > until) throw error
      if (!said) log.say('SWITCHING', 'The proxy does not answer. Waiting for it, up to a minute.')
      await ctx.clock.sleep(250, lease.uncancellable)
    }
  }
}

/** The route as it was: to the instances that still serve, or none. The proxy gets it when it is back. */
async function restoreRoute({ ctx, row }: Run): Promise<void> {
  const serving = await ctx.db.instance.findMany({
    where: { appEnvironmentId: row.appEnvironmentId, processType: 'web', state: 'SERVING' },
  })
  const targets = serving.flatMap(({ ip, port }) => (ip && port ? [{ host: ip, port }] : []))
  await setRoute(
    ctx,
    row.appEnvironmentId,
    targets.length > 0 ? { state: 'LIVE', targets } : { state: 'STOPPED', targets: [] },
  )
}
