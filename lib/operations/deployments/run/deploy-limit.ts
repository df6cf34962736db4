import { isCancellable } from '@/lib/core/deployment/phase'
import type { Run } from './run'
import { DeployFailure } from './stop-reasons'

/** Sees that the whole deployment ends in time; waiting for an approval does not count. Past the switch there is no limit. */
export async function limitTime({ ctx, row, lease }: Run): Promise<void> {
  if (!isCancellable(row.phase) || row.phase === 'GATED') return lease.limit(null)
  const gate = await ctx.db.deploymentStep.findUnique({
    where: { deploymentId_phase: { deploymentId: row.id, phase: 'GATED' } },
  })
  const now = ctx.clock.now().getTime()
  const waited = gate ? (gate.finishedAt?.getTime() ?? now) - gate.startedAt.getTime() : 0
  const minutes = row.appEnvironment.deployTimeoutMinutes
  const left = (row.startedAt?.getTime() ?? now) + minutes * 60_000 + waited - now
  const failure = tookTooLong(minutes)
  if (left <= 0) throw failure
  lease.limit({ ms: left, reason: failure })
}

const tookTooLong = (minutes: number) =>
  new DeployFailure(
    'deploy.timeout',
    `The deployment took longer than ${minutes} ${minutes === 1 ? 'minute' : 'minutes'}.`,
    'See which step took so long. The limit is in the settings of the environment.',
    [],
  )
