import type { Instance } from '@/lib/adapters/db/generated/client'
import { startInstanceAgain } from './instances'
import { instancesPass } from './instances-pass'
import { singletonsAmong, standDown, tellToEnd } from './previous'
import type { Run } from './run'
import { nameOf } from './start'
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
  const successors = await singletonsAmong(run, freshOthers)
  const workers = oldOthers.filter(one => !singletons.includes(one))
  if (oldOthers.length > 0)
    log.say(row.phase, `Ending ${oldOthers.map(nameOf).join(', ')} of the old version`)
  await Promise.all([tellToEnd(run, workers), standDown(run, singletons)])
  const later = freshOthers.filter(one => successors.includes(one) || row.strategy !== 'BLUE_GREEN')
  if (later.length === 0) return
  log.say(row.phase, `Starting ${later.map(nameOf).join(', ')}`)
  await instancesPass(run, await Promise.all(later.map(one => startInstanceAgain(run, one))))
}

const isOther = ({ processType }: Instance) => processType !== 'web'
