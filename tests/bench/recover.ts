import { openStage } from '../faults/stage'
import { median, round } from './figures'

const ROUNDS = 5
/** In the middle of a deployment: the new instances are being started. */
const POINT = 15

/** From the SIGKILL of a worker until another one that is there has its deployment, in milliseconds; median of 5. */
export async function recoverBench(): Promise<Record<string, number>> {
  const stage = await openStage()
  try {
    const times: number[] = []
    for (let i = 0; i < ROUNDS; i++) times.push((await stage.kill(POINT)).movedMs)
    return { ms: round(median(times)), slowest_ms: round(Math.max(...times)) }
  } finally {
    await stage.close()
  }
}
