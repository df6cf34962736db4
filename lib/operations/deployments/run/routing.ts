import type { Instance } from '@/lib/adapters/db/generated/client'
import { ProxyUnavailable } from '@/lib/core/errors'
import { applyRoutes, type RouteTargets, setRoute } from '../../routes/apply-routes'
import type { Run } from './run'
import { DeployFailure } from './stop-reasons'

const PROXY_WAIT_MS = 60_000
const ASK_EVERY_MS = 250

/** Where visitors go: these web instances; to nobody when there is none. */
export const routeTo = (instances: Instance[]): RouteTargets => {
  const targets = instances.flatMap(({ processType, ip, port }) =>
    processType === 'web' && ip && port ? [{ host: ip, port }] : [],
  )
  return targets.length > 0 ? { state: 'LIVE', targets } : { state: 'STOPPED', targets: [] }
}

/** Writes a new generation of the routes and waits until the proxy goes by it. Throws `DeployFailure` after a minute. */
export async function switchRoute(run: Run, route: RouteTargets): Promise<void> {
  await setRoute(run.ctx, run.row.appEnvironmentId, route)
  try {
    await acknowledged(run)
  } catch (error) {
    if (error instanceof ProxyUnavailable) throw proxyUnavailable()
    throw error
  }
}

/** A proxy that restarts is waited for. */
async function acknowledged({ ctx, row, log, lease }: Run): Promise<void> {
  const until = ctx.clock.now().getTime() + PROXY_WAIT_MS
  for (let said = false; ; said = true) {
    try {
      return await applyRoutes(ctx, lease.uncancellable)
    } catch (error) {
      if (!(error instanceof ProxyUnavailable) || ctx.clock.now().getTime() > until) throw error
      if (!said) log.say(row.phase, 'The proxy does not answer. Waiting for it, up to a minute.')
      await ctx.clock.sleep(ASK_EVERY_MS, lease.uncancellable)
    }
  }
}

const proxyUnavailable = () =>
  new DeployFailure(
    'proxy.unavailable',
    'The proxy did not take the new route within a minute.',
    'See `berth doctor` on the server, then deploy again.',
    [],
  )
