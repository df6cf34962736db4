import { placesIn } from '../installation/places'
import { tell } from '../supervisor/events'
import { takeLock } from '../supervisor/lock'
import { Panel } from '../supervisor/panel'
import { runPanel } from '../supervisor/run-panel'
import { readState } from '../supervisor/state'
import { parseUpOptions, type UpOptions } from '../up-options'

/** The process behind `berth up`: started by it, holds the lock, and keeps the panel running. */
export async function run(argv: string[]): Promise<number> {
  const options = parseUpOptions(argv)
  const stop = stopRequest(options.detach)
  try {
    return await supervise(options, stop)
  } finally {
    // Sends what was told last; the open channel would keep this process.
    if (process.connected) process.disconnect()
  }
}

async function supervise(options: UpOptions, stop: AbortSignal): Promise<number> {
  const places = placesIn(options.dataDir)
  if (!(await takeLock(places.dataDir))) {
    const state = await readState(places)
    tell({ kind: 'already-running', url: state?.url ?? '', pid: state?.supervisor.pid ?? 0 })
    return 0
  }
  const panel = new Panel(places)
  let exitCode = 0
  try {
    await runPanel(options, places, panel, stop)
  } catch (error) {
    if (!stop.aborted) {
      exitCode = 1
      tell({ kind: 'failed', message: error instanceof Error ? error.message : String(error) })
    }
  }
  await panel.stop()
  return exitCode
}

/** Aborts when the panel is to end: by signal, or because the command in the foreground is gone. */
function stopRequest(detached: boolean): AbortSignal {
  const controller = new AbortController()
  const stop = () => controller.abort(new Error('Berth is stopping.'))
  for (const name of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(name, stop)
  if (!detached) process.on('disconnect', stop)
  return controller.signal
}
