import { setTimeout as sleep } from 'node:timers/promises'
import { parseOptions } from '../arguments'
import { placesIn } from '../installation/places'
import { stepPrinter } from '../launcher/step-printer.mjs'
import { endLeftovers } from '../supervisor/leftovers'
import { takeLock } from '../supervisor/lock'
import { isAlive } from '../supervisor/process-identity'
import { readState } from '../supervisor/state'

export const summary = 'stop the panel and the proxy in order; apps run on, but are not reached'
export const usage = 'berth down [--data-dir DIR]'

/** More than all services together may take to end. */
const TIMEOUT_MS = 150_000
const POLL_MS = 50

/** Asks the supervisor to end everything and waits until it has. */
export async function run(argv: string[]): Promise<number> {
  const { dataDir } = parseOptions(argv, {})
  const places = placesIn(dataDir)
  const lock = await takeLock(places.dataDir)
  if (lock) {
    const state = await readState(places)
    // Nobody supervises: what a killed supervisor left behind is ended here.
    await endLeftovers(places, ['web', 'worker', 'proxy', 'redis', 'postgres'])
    if (!state) console.log(`Berth is not running with the data directory ${dataDir}.`)
    return 0
  }
  const state = await readState(places)
  if (!state || !isAlive(state.supervisor)) {
    throw new Error('Berth is just starting or ending. Try again in a moment.')
  }
  const { supervisor } = state
  await stepPrinter(process.stdout).run('Stopping Berth', async () => {
    askToEnd(supervisor.pid)
    const deadline = Date.now() + TIMEOUT_MS
    while (isAlive(supervisor)) {
      if (Date.now() > deadline) throw new Error(`It does not end; see ${places.log}/berth.log.`)
      await sleep(POLL_MS)
    }
    return 'Berth stopped; apps run on, but are not reached'
  })
  return 0
}

function askToEnd(pid: number) {
  try {
    process.kill(pid, 'SIGTERM')
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EPERM')) throw error
    throw new Error('Berth was started by another user. Stop it as that user, or as root.')
  }
}
