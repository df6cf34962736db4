import { EngineUnavailable } from '@/lib/core/errors'
import type { Run } from './run'
import { DeployFailure } from './stop-reasons'

const WAIT_MS = 5 * 60_000
const ASK_EVERY_MS = 1000

/** Waits up to five minutes for the Docker engine; returns the failure to show when it stays away. */
export async function waitForEngine({ ctx, row, lease, log }: Run): Promise<DeployFailure | null> {
  log.say(row.phase, 'The Docker engine does not answer. Waiting for it, up to 5 minutes.')
  const until = ctx.clock.now().getTime() + WAIT_MS
  while (ctx.clock.now().getTime() < until) {
    await ctx.clock.sleep(ASK_EVERY_MS, lease.signal)
    try {
      await ctx.docker.info()
      log.say(row.phase, 'The Docker engine answers again. Going on.')
      return null
    } catch (error) {
      if (!(error instanceof EngineUnavailable)) throw error
    }
  }
  return new DeployFailure(
    'engine.unavailable',
    'The Docker engine did not answer for 5 minutes.',
    'Start it on the server (`systemctl start docker`, or `berth up`), then deploy again.',
    [],
  )
}
