import { instancesPass } from '../instances-pass'
import { standDown } from '../previous'
import { routeTo, switchRoute } from '../routing'
import type { Run } from '../run'
import { plannedStarts } from '../start'
import { isInstance, startLater } from '../start-services'
import type { Change } from './change'

/** The old version ends before the new one starts; visitors are asked to wait meanwhile. */
export async function recreate(run: Run, { old, fresh }: Change): Promise<void> {
  await switchRoute(run, { state: 'UPDATING', targets: [] })
  run.log.say(run.row.phase, 'Visitors are asked to wait. Stopping the old version.')
  await standDown(run, old)
  const { later } = await plannedStarts(run)
  const started = await startLater(
    run,
    fresh.filter(one => later.some(isInstance(one))),
  )
  await instancesPass(run, started)
  await switchRoute(run, routeTo(started))
}
