import { routeTo, switchRoute } from '../routing'
import type { Run } from '../run'
import { swapOthers } from '../swap-others'
import type { Change } from './change'

/** All new instances are up: the workers change over, then all visitors at once. */
export async function blueGreen(run: Run, { old, fresh }: Change): Promise<void> {
  await swapOthers(run, { old, fresh })
  await switchRoute(run, routeTo(fresh))
}
