import { ofDeployment } from './instances'
import { instancesPass } from './instances-pass'
import type { Run, StepResult } from './run'
import { plannedStarts } from './start'

/** Kinds that a person asked for just now, of something that has run already: a gate would only hold them up. */
const UNGATED = ['ROLLBACK', 'START']

/** State 5: sees that every instance that was started is fit to serve. */
export async function check(run: Run): Promise<StepResult> {
  const { row } = run
  const { now } = await plannedStarts(run)
  await instancesPass(run, await ofDeployment(run, now))
  const gated = row.appEnvironment.requireApproval && !UNGATED.includes(row.kind)
  return { to: gated ? 'GATED' : 'SWITCHING' }
}
