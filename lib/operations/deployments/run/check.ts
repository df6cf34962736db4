import { startsBeside, wantedInstances } from '@/lib/core/run/wanted'
import { ofDeployment } from './instances'
import { instancesPass } from './instances-pass'
import type { Run, StepResult } from './run'
import { formationOfRun, strategyOf } from './start'

/** Kinds that a person asked for just now, of something that has run already: a gate would only hold them up. */
const UNGATED = ['ROLLBACK', 'START']

/** State 5: sees that every instance that was started is fit to serve. */
export async function check(run: Run): Promise<StepResult> {
  const { row } = run
  const started = wantedInstances(formationOfRun(run)).filter(wanted => startsBeside(wanted, strategyOf(row)))
  await instancesPass(run, await ofDeployment(run, started))
  const gated = row.appEnvironment.requireApproval && !UNGATED.includes(row.kind)
  return { to: gated ? 'GATED' : 'SWITCHING' }
}
