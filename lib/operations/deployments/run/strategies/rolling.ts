import type { Instance } from '@/lib/adapters/db/generated/client'
import { startInstanceAgain } from '../instances'
import { instancesPass } from '../instances-pass'
import { standDown } from '../previous'
import { routeTo, switchRoute } from '../routing'
import type { Run } from '../run'
import { nameOf } from '../start'
import { swapOthers } from '../swap-others'
import type { Change } from './change'

/** One web instance after the other: the new one is checked and routed before an old one ends. */
export async function rolling(run: Run, { old, fresh }: Change): Promise<void> {
  await swapOthers(run, { old, fresh })
  // Those that stood down before a crash are not routed again.
  const oldWeb = old.filter(({ processType, state }) => processType === 'web' && state === 'SERVING')
  const freshWeb = fresh.filter(({ processType }) => processType === 'web')
  const up: Instance[] = []
  for (const [turn, instance] of freshWeb.entries()) {
    const started = await startInstanceAgain(run, instance)
    await instancesPass(run, [started])
    up.push(started)
    const isLast = turn === freshWeb.length - 1
    const leaving = isLast ? oldWeb : oldWeb.slice(0, turn + 1)
    await switchRoute(run, routeTo([...up, ...oldWeb.filter(one => !leaving.includes(one))]))
    run.log.say(run.row.phase, `${nameOf(instance)} takes requests.`)
    // The last old ones stay up, ready to come back while the new version is watched.
    if (!isLast) await standDown(run, leaving.slice(-1))
  }
}
