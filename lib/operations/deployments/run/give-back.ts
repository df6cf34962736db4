import type { DeploymentFailure } from '@/lib/core/deployment/failure'
import { holdRow } from './hold-row'
import { answerAgain } from './instances-pass'
import { endAfter } from './move'
import { bringBack, endSuccessors } from './previous'
import { routeTo, switchRoute } from './routing'
import type { Run } from './run'
import { DeployFailure } from './stop-reasons'

/**
 * Undoes a switch that had begun: the version before serves again, under a new generation of the routes. The new
 * instances are the caller's to retire.
 */
export async function undoSwitch(run: Run): Promise<void> {
  const { log, row } = run
  await endSuccessors(run)
  const old = await bringBack(run)
  await answerAgain(run, old)
  await switchRoute(run, routeTo(old)).catch((error: unknown) => {
    // The generation is written: the sweep hands it over when the proxy is back.
    if (!(error instanceof DeployFailure)) throw error
  })
  if (old.length > 0) log.say(row.phase, 'The version before takes all requests again.')
}

/** State 8 went wrong: gives the visitors back to the version before. The reason is stored first, so that a crash resumes it. */
export async function giveBack(run: Run, failure: DeploymentFailure): Promise<void> {
  const { ctx, row } = run
  await ctx.db.$transaction(async tx => {
    await holdRow(tx, run)
    await tx.deployment.update({ where: { id: row.id }, data: { failure } })
  })
  await undoSwitch(run)
  await endAfter(run, row.previousReleaseId ? 'ROLLED_BACK' : 'FAILED')
}
