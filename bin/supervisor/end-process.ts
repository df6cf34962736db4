import { setTimeout as sleep } from 'node:timers/promises'
import { isAlive, type ProcessIdentity } from './process-identity'

/** Signals in the order they are tried, each with the time the process gets. SIGKILL follows by itself. */
export type Farewell = { signal: NodeJS.Signals; waitMs: number }[]

const POLL_MS = 20
const KILL_WAIT_MS = 10_000

/** Ends the process and waits until it is gone. Throws when even SIGKILL does not end it. */
export async function endProcess(identity: ProcessIdentity, farewell: Farewell): Promise<void> {
  for (const { signal, waitMs } of [...farewell, { signal: 'SIGKILL', waitMs: KILL_WAIT_MS } as const]) {
    if (!isAlive(identity)) return
    send(identity.pid, signal)
    if (await isGone(identity, waitMs)) return
  }
  throw new Error(`Process ${identity.pid} does not end.`)
}

function send(pid: number, signal: NodeJS.Signals) {
  try {
    process.kill(pid, signal)
  } catch (error) {
    // ESRCH: it ended in this moment, which is what was wanted.
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error
  }
}

/** Waits until the process is gone; false when it is still there after `ms`. */
export async function isGone(identity: ProcessIdentity, ms: number): Promise<boolean> {
  const deadline = Date.now() + ms
  while (isAlive(identity)) {
    if (Date.now() > deadline) return false
    await sleep(POLL_MS)
  }
  return true
}
