import { startInstanceAgain } from '../instances'
import { instancesPass } from '../instances-pass'
import { standDown } from '../previous'
import { routeTo, switchRoute } from '../routing'
import type { Run } from '../run'
import type { Change } from './change'

/** The old version ends before the new one starts; visitors are asked to wait meanwhile. */
export async function recreate(run: Run, { old, fresh }: Change): Promise<void> {
  await switchRoute(run, { state: 'UPDATING', targets: [] })
  run.log.say(run.row.phase, 'Visitors are asked to wait. Stopping the old version.')
  await standDown(run, old)
  const started = await Promise.all(fresh.map(instance => startInstanceAgain(run, instance)))
  await instancesPass(run, started)
  await switchRoute(run, routeTo(started))
}
