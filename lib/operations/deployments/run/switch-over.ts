import type { Strategy } from '@/lib/core/deployment/strategy'
import { wantedInstances } from '@/lib/core/run/wanted'
import { ofDeployment } from './instances'
import { previousInstances } from './previous'
import type { Run, StepResult } from './run'
import { formationOfRun, strategyOf } from './start'
import { blueGreen } from './strategies/blue-green'
import type { Change } from './strategies/change'
import { recreate } from './strategies/recreate'
import { rolling } from './strategies/rolling'

const TAKE_OVER: Record<Strategy, (run: Run, change: Change) => Promise<void>> = {
  BLUE_GREEN: blueGreen,
  ROLLING: rolling,
  RECREATE: recreate,
}

/**
 * State 7: the new version takes over. The proxy's acknowledgement is the point of no return: from then on the new
 * version serves, and the one before stands by until the soak has ended.
 */
export async function switchOver(run: Run): Promise<StepResult> {
  const { ctx, row, log } = run
  const fresh = await ofDeployment(run, wantedInstances(formationOfRun(run)))
  if (!fresh.some(({ processType }) => processType === 'web'))
    throw new Error(`deployment ${row.id} has no web instance to switch to`)
  const old = await previousInstances(run)
  await TAKE_OVER[strategyOf(row)](run, { old, fresh })
  log.say('SWITCHING', 'The proxy sends new requests to the new version.')
  const { soakSeconds, currentReleaseId } = row.appEnvironment
  return {
    to: 'SOAKING',
    async write(tx) {
      const started = { deploymentId: row.id, state: 'STARTING' as const }
      await tx.instance.updateMany({ where: started, data: { state: 'SERVING' } })
      await tx.instance.updateMany({
        where: { id: { in: old.map(({ id }) => id) } },
        data: { state: 'STANDBY' },
      })
      await tx.deployment.update({
        where: { id: row.id },
        data: {
          previousReleaseId: currentReleaseId === row.releaseId ? row.previousReleaseId : currentReleaseId,
          soakUntil: new Date(ctx.clock.now().getTime() + soakSeconds * 1000),
        },
      })
      await tx.appEnvironment.update({
        where: { id: row.appEnvironmentId },
        data: { currentReleaseId: row.releaseId, desiredState: 'RUNNING' },
      })
    },
  }
}
