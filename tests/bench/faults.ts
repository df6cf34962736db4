import { openStage } from '../faults/stage'
import { round } from './figures'

/**
 * Kills a worker after each state write and each call of the engine, the builder, the proxy and the repository, one
 * deployment for each, under load; counts the deployments that ended right by themselves without a failed request.
 */
export async function faultsBench(): Promise<Record<string, number>> {
  const stage = await openStage()
  let points = 0
  let recovered = 0
  let slowest = 0
  try {
    for (let number = 1; ; number++) {
      const failedBefore = stage.load.failed()
      const fault = await stage.kill(number).catch((error: Error) => {
        console.error(`point ${number}: ${error.message}`)
        return null
      })
      if (fault?.point === null) break
      points += 1
      if (!fault) continue
      const failed = stage.load.failed() - failedBefore
      if (failed === 0) recovered += 1
      else console.error(`point ${number} (${fault.point}): ${failed} requests failed`)
      slowest = Math.max(slowest, fault.movedMs)
    }
    const { requests, failed, failures } = await stage.load.stop()
    if (failed > 0) console.error(JSON.stringify(failures))
    return { points, recovered, requests, failed, slowest_moved_ms: round(slowest) }
  } finally {
    await stage.close()
  }
}
