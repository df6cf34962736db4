import type { Instance } from '@/lib/adapters/db/generated/client'
import { instancesPass } from './instances-pass'
import { singletonsAmong, standDown, tellToEnd } from './previous'
import type { Run } from './run'
import { nameOf, plannedStarts } from './start'
import { isInstance, startLater } from './start-services'
import type { Change } from './strategies/change'

/**
 * Changes the processes without visitors over to the new version: old workers are told to end before new code hands
 * out work they do not know, singletons are stopped before their successors start.
 */
export async function swapOthers(run: Run, { old, fresh }: Change): Promise<void> {
  const { log, row } = run
  const oldOthers = old.filter(isOther)
  const freshOthers = fresh.filter(isOther)
  const singletons = await singletonsAmong(run, oldOthers)
  const workers = oldOthers.filter(one => !singletons.includes(one))
  if (oldOthers.length > 0)
    log.say(row.phase, `Ending ${oldOthers.map(nameOf).join(', ')} of the old version`)
  await Promise.all([tellToEnd(run, workers), standDown(run, singletons)])
  const planned = (await plannedStarts(run)).later
  const later = freshOthers.filter(one => planned.some(isInstance(one)))
  if (later.length === 0) return
  log.say(row.phase, `Starting ${later.map(nameOf).join(', ')}`)
  await instancesPass(run, await startLater(run, later))
}

const isOther = ({ processType }: Instance) => processType !== 'web'
