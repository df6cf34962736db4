import { startsBeside, wantedInstances } from '@/lib/core/run/wanted'
import { ofDeployment } from './instances'
import { instancesPass } from './instances-pass'
import type { Run, StepResult } from './run'
import { formationOfRun, strategyOf } from './start'
import { DeployFailure } from './stop-reasons'

/** New instances are not kept waiting longer. */
export const GATE_MS = 24 * 3_600_000

/** State 6: waits until a person lets the new version take over. Nothing is held meanwhile: null gives the lease back. */
export async function gate(run: Run): Promise<StepResult | null> {
  const { ctx, row, log } = run
  if (row.approvedAt) {
    log.say('GATED', `Approved by ${row.approvedBy ?? 'somebody'}.`)
    const started = wantedInstances(formationOfRun(run)).filter(one => startsBeside(one, strategyOf(row)))
    // What was well a day ago may not be now.
    await instancesPass(run, await ofDeployment(run, started))
    return { to: 'SWITCHING', note: `approved by ${row.approvedBy ?? 'somebody'}` }
  }
  const step = await ctx.db.deploymentStep.findUnique({
    where: { deploymentId_phase: { deploymentId: row.id, phase: 'GATED' } },
  })
  const since = step?.startedAt.getTime() ?? 0
  if (ctx.clock.now().getTime() - since > GATE_MS) throw notApproved()
  log.say('GATED', 'The new version is ready. It takes over when somebody approves it.')
  return null
}

const notApproved = () =>
  new DeployFailure(
    'gate.expired',
    'Nobody approved the new version within 24 hours.',
    'Deploy again, and approve it on the page of the deployment.',
    [],
  )
